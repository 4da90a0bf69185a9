import { recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyMark } from '../../ports/sync-rows.ts'
import type { Pass } from '../pass.ts'
import type { RecordView } from './cell.ts'

/** More dirty keys than these are not looked through. */
const MOST_KEYS = 100_000

/**
 * Takes in the other keys of files that are dirty in two records: a file that left one for the other is moved (C48), so both are planned
 * together, whichever of the two was asked for. What is dirty is looked through once in a pass: the host's feed told of it at its start.
 */
export async function withOtherRecords(pass: Pass, marks: readonly DirtyMark[]): Promise<readonly DirtyMark[]> {
  const files = new Set(marks.flatMap(({ key }) => (key.type === 'file' ? [key.fileId] : [])))
  if (files.size === 0) return marks
  pass.movers ??= moversOf(await pass.store.dirty(pass.link.id, { records: null, limit: MOST_KEYS }))
  const known = new Set(marks.map(textOf))
  return [
    ...marks,
    ...pass.movers.filter((mark) => mark.key.type === 'file' && files.has(mark.key.fileId) && !known.has(textOf(mark))),
  ]
}

/**
 * What can be planned now: the deletion in one record of a file that is dirty in another one waits until that one has a view, as
 * the file has probably moved there.
 */
export function withoutHalves(
  marks: readonly DirtyMark[],
  views: ReadonlyMap<string, RecordView>,
): readonly DirtyMark[] {
  const isInView = ({ key }: DirtyMark): boolean => key.record !== null && views.has(recordKeyText(key.record))
  const waiting = new Set(
    moversOf(marks).flatMap((mark) => (mark.key.type === 'file' && !isInView(mark) ? [mark.key.fileId] : [])),
  )
  if (waiting.size === 0) return marks
  return marks.filter(({ key }) => key.type !== 'file' || !waiting.has(key.fileId))
}

function moversOf(marks: readonly DirtyMark[]): readonly DirtyMark[] {
  const counts = new Map<string, number>()
  for (const { key } of marks) if (key.type === 'file') counts.set(key.fileId, (counts.get(key.fileId) ?? 0) + 1)
  return marks.filter(({ key }) => key.type === 'file' && (counts.get(key.fileId) ?? 0) > 1)
}

function textOf({ key }: DirtyMark): string {
  return key.type === 'file' ? JSON.stringify([recordKeyText(key.record), key.fileId]) : ''
}
