import { type HostFile, type HostFiles, type RecordKey, epochMsOf } from '@twinfolder/core'

import { problem } from '../http/problem.ts'
import { everyFile } from './browse-files.ts'

/**
 * The file that an upload became, in a host that does not tell: the newest of its name and size in its folder.
 *
 * @throws HttpProblem `unavailable` when the host does not list it yet
 */
export async function createdFile(
  files: HostFiles,
  record: RecordKey,
  { folder, name, sizeBytes }: Pick<HostFile, 'folder' | 'name' | 'sizeBytes'>,
): Promise<HostFile> {
  const [newest] = (await everyFile(files, record))
    .filter((file) => file.name === name && file.sizeBytes === sizeBytes && isSame(file.folder, folder))
    .sort((a, b) => epochMsOf(b.updatedAt) - epochMsOf(a.updatedAt))
  if (!newest) throw problem('unavailable', 'The file was stored, and the CRM does not list it yet.')
  return newest
}

function isSame(a: HostFile['folder'], b: HostFile['folder']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
