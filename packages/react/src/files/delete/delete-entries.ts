import { type SyncClient, isTwinfolderError } from '@twinfolder/client'
import type { ErrorCode, RecordRef } from '@twinfolder/protocol'

import type { SelectableEntry } from '../use-selection.ts'

/** What was deleted, as much as is needed to bring it back, and the first thing that went wrong. */
export interface Deletion {
  /** The ids of the files, those in folders included. */
  readonly deleted: readonly string[]
  readonly emptyFolders: readonly (readonly string[])[]
  /** How many of the entries are gone. */
  readonly done: number
  readonly problem: ErrorCode | null
}

/** At most as many as one request may name. */
const namedAtOnce = 1000

/** Deletes files and folders; one refusal stops no other, a lost connection stops all. */
export async function deleteEntries(
  client: SyncClient,
  record: RecordRef,
  entries: readonly SelectableEntry[],
): Promise<Deletion> {
  const deleted: string[] = []
  const emptyFolders: (readonly string[])[] = []
  let done = 0
  let problem: ErrorCode | null = null
  try {
    const files = entries.filter((entry) => entry.kind === 'file')
    for (let at = 0; at < files.length; at += namedAtOnce) {
      const some = files.slice(at, at + namedAtOnce).map(({ id, version }) => ({ id, version }))
      const answer = await client.deleteFiles(record, some)
      deleted.push(...answer.deleted)
      done += answer.deleted.length
      problem ??= answer.failed[0]?.code ?? null
    }
    for (const entry of entries) {
      if (entry.kind !== 'folder') continue
      const answer = await client.deleteFolder(record, [...entry.folder, entry.name])
      deleted.push(...answer.deleted)
      emptyFolders.push(...answer.emptyFolders)
      if (answer.failed.length === 0) done += 1
      problem ??= answer.failed[0]?.code ?? null
    }
  } catch (error) {
    if (!isTwinfolderError(error)) throw error
    problem = error.code
  }
  return { deleted, emptyFolders, done, problem }
}
