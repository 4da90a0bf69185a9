import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'
import { requestActivity, requireLink } from './request-activity.ts'

/** Confirms deletions that are held: the next pass carries them out, each if its file is still what it was (S15). */
export function confirmDeletions(
  settings: Settings,
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[] | null,
  actor: Actor,
): Promise<number> {
  return answer(settings, { linkId, record, fileIds, actor }, 'deletionsConfirmed', (baseline) => [
    { type: 'putBaseline', baseline: { ...baseline, deletion: 'confirmed' } },
    { type: 'markDirty', key: { type: 'file', record, fileId: baseline.fileId } },
  ])
}

/** Takes deletions that are held back: what the remote still has is nobody's now, and comes into the host as a new file. */
export function takeDeletionsBack(
  settings: Settings,
  linkId: string,
  record: RecordKey,
  fileIds: readonly string[] | null,
  actor: Actor,
): Promise<number> {
  return answer(settings, { linkId, record, fileIds, actor }, 'deletionsTakenBack', (baseline) => [
    { type: 'deleteBaseline', record, fileId: baseline.fileId },
    { type: 'markDirty', key: { type: 'path', record, pathLower: baseline.pathLower } },
  ])
}

async function answer(
  settings: Settings,
  request: {
    readonly linkId: string
    readonly record: RecordKey
    readonly fileIds: readonly string[] | null
    readonly actor: Actor
  },
  code: 'deletionsConfirmed' | 'deletionsTakenBack',
  writesOf: (baseline: Baseline) => readonly StoreWrite[],
): Promise<number> {
  const { store } = settings
  const { linkId, record, fileIds, actor } = request
  const link = await requireLink(settings, linkId)
  const rows = fileIds
    ? (await store.baselines(linkId, record, [...new Set(fileIds)])).filter((row) => row !== null)
    : await store.baselinesOfRecord(linkId, record)
  const held = rows.filter(({ deletion }) => deletion === 'held')
  if (held.length === 0) return 0
  const [only] = held
  await store.commitUserRequest(linkId, [
    ...held.flatMap((row): readonly StoreWrite[] => [
      ...writesOf(row),
      { type: 'deleteProblem', key: { type: 'file', record, fileId: row.fileId } },
    ]),
    requestActivity(settings, link, {
      record,
      subject: held.length === 1 && only ? only.hostName : String(held.length),
      code,
      direction: null,
      actor,
      details: { count: String(held.length) },
    }),
  ])
  return held.length
}
