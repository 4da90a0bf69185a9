import type { HostFile, HostFiles } from '@twinfolder/core'

import { problem } from '../http/problem.ts'
import { KNOWN_VERSIONS } from './file-details.ts'

/** A file as it was at an old version. @throws HttpProblem `not_found` for one that is not kept */
export async function oldVersion(files: HostFiles, file: HostFile, version: string): Promise<HostFile> {
  const { record, id } = file
  const known = files.capabilities(record.module).versions
    ? await files.history?.({ record, id }, { limit: KNOWN_VERSIONS })
    : null
  const old = known?.versions.find((one) => one.version === version)
  if (!old) throw problem('not_found', 'This version of the file is not kept.')
  return { ...file, ...old }
}
