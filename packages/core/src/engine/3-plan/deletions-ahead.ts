import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Baseline, DirtyKey } from '../../ports/sync-rows.ts'
import type { Pass } from '../pass.ts'
import { doubtedFiles } from './absent-files.ts'

/** More dirty keys than these are not looked through. */
const MOST_KEYS = 100_000
/** Files that are asked for at a time. */
const FILES_AT_A_TIME = 500

/**
 * How many of the files that are dirty are gone in the host while the remote has them as we know them: what all rounds of a pass
 * together would delete, before the first of them does (S15). Counts no further than one more than `limit`.
 */
export async function deletionsAhead(pass: Pass, limit: number): Promise<number> {
  const marks = await pass.store.dirty(pass.link.id, { records: null, limit: MOST_KEYS })
  const keys = marks.flatMap(({ key }) => (key.type === 'file' ? [key] : []))
  const seen = new Map<string, number>()
  for (const { fileId } of keys) seen.set(fileId, (seen.get(fileId) ?? 0) + 1)
  // A file that is dirty in two records has moved from one to the other (C48).
  const stayed = keys.filter(({ fileId }) => seen.get(fileId) === 1)
  let count = 0
  for (const [record, fileIds] of byRecord(stayed)) {
    for (let at = 0; at < fileIds.length && count <= limit; at += FILES_AT_A_TIME) {
      count += await countGone(pass, record, fileIds.slice(at, at + FILES_AT_A_TIME))
    }
  }
  return count
}

function byRecord(keys: readonly (DirtyKey & { readonly type: 'file' })[]): Iterable<readonly [RecordKey, string[]]> {
  const groups = new Map<string, readonly [RecordKey, string[]]>()
  for (const { record, fileId } of keys) {
    const group = groups.get(recordKeyText(record)) ?? [record, []]
    group[1].push(fileId)
    groups.set(recordKeyText(record), group)
  }
  return groups.values()
}

async function countGone(pass: Pass, record: RecordKey, fileIds: readonly string[]): Promise<number> {
  const { store, link, position } = pass
  const rows = await store.baselines(link.id, record, fileIds)
  const bound = rows.filter((row): row is Baseline => row?.status === 'on' && row.deletion === null)
  const [hosts, entries] = await Promise.all([
    pass.files.get(
      record,
      bound.map(({ fileId }) => fileId),
    ),
    store.mirror(
      link.id,
      position.mirrorGeneration,
      bound.map(({ pathLower }) => pathLower),
    ),
  ])
  const gone = bound
    .filter((row, at) => !hosts[at] && entries[at]?.contentHash === row.contentHash)
    .map((baseline) => ({ fileId: baseline.fileId, baseline, host: null }))
  const doubted = await doubtedFiles(pass, record, gone)
  return gone.length - doubted.size
}
