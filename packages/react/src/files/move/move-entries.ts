import { type SyncClient, TwinfolderError, isTwinfolderError, localError } from '@twinfolder/client'
import type { ErrorCode, FileEntry, FolderEntry, RecordRef } from '@twinfolder/protocol'

import { loadRange } from '../load-range.ts'
import type { SelectableEntry } from '../use-selection.ts'

/** What was moved, as it was before, and the first thing that went wrong. */
export interface Moved {
  readonly files: readonly FileEntry[]
  readonly folders: readonly FolderEntry[]
  readonly problem: TwinfolderError | null
}

/** At most as many as one request may name. */
const namedAtOnce = 1000
/** Up to here files are read one by one where their versions are not known. */
const readOneByOne = 20

/** Moves files and folders into a folder; one refusal stops no other. */
export async function moveEntries(
  client: SyncClient,
  record: RecordRef,
  entries: readonly SelectableEntry[],
  to: readonly string[],
): Promise<Moved> {
  const files: FileEntry[] = []
  const folders: FolderEntry[] = []
  let problem: TwinfolderError | null = null
  const note = (error: unknown) => {
    if (!isTwinfolderError(error)) throw error
    problem ??= error
  }
  const noteCode = (code: ErrorCode | undefined) => {
    if (code) problem ??= new TwinfolderError(localError(code))
  }

  for (const entry of entries) {
    if (entry.kind !== 'folder') continue
    try {
      const { failed } = await client.moveFolder(record, [...entry.folder, entry.name], [...to, entry.name])
      noteCode(failed[0]?.code)
      folders.push(entry)
    } catch (error) {
      note(error)
    }
  }
  const wanted = entries.filter((entry) => entry.kind === 'file')
  for (let at = 0; at < wanted.length; at += namedAtOnce) {
    const some = wanted.slice(at, at + namedAtOnce)
    try {
      const { failed } = await client.moveFiles(
        record,
        some.map(({ id, version }) => ({ id, version })),
        to,
      )
      const lost = new Set(failed.map(({ id }) => id))
      files.push(...some.filter(({ id }) => !lost.has(id)))
      noteCode(failed[0]?.code)
    } catch (error) {
      note(error)
    }
  }
  return { files, folders, problem }
}

/** Files as they are now, all of one folder: what was moved a moment ago has other versions. What is gone is left out. */
export async function readAgain(
  client: SyncClient,
  record: RecordRef,
  files: readonly FileEntry[],
  folder: readonly string[],
): Promise<readonly FileEntry[]> {
  if (files.length <= readOneByOne) {
    const read = await Promise.all(files.map(({ id }) => client.getFile(record, id).catch(() => null)))
    return read.flatMap((details) => (details ? [details.file] : []))
  }
  const { total } = await client.listFiles(record, { folder, limit: 1 })
  const wanted = new Set(files.map(({ id }) => id))
  const there = await loadRange(client, record, { folder }, 0, (total ?? files.length) - 1)
  return there.filter((entry) => entry.kind === 'file').filter(({ id }) => wanted.has(id))
}
