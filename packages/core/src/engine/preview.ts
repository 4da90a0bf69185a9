import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import { remotePath } from '../domain/remote-path.ts'
import { recordFolderNames } from '../names/record-folder-name.ts'
import type { Remote } from '../ports/remote.ts'
import type { DirtyMark, Enrolment, Link } from '../ports/sync-rows.ts'
import { instantOf } from '../state/instant-of.ts'
import { SyncError, type SyncErrorCode } from '../sync-error.ts'
import { differingKeys } from './2-record/expand-record.ts'
import type { RecordState } from './2-record/plan-record.ts'
import { newEnrolment } from './2-record/new-enrolment.ts'
import { stateOf, viewOf } from './2-record/record-state.ts'
import type { Cell, RecordView } from './3-plan/cell.ts'
import { loadBatch, planLoaded } from './3-plan/load.ts'
import { planFile } from './3-plan/plan-file.ts'
import type { PlanOp } from './3-plan/plan-op.ts'
import { guessLower } from '../names/remote-join.ts'
import type { Preview } from './engine.ts'
import { type Pass, type Settings, createPass } from './pass.ts'

/** Names of excluded files that are told for each reason. */
const EXAMPLES = 5

/**
 * A dry run: the plan of a pass over whole records, from the mirror as it is, counted instead of carried out. A record that is not
 * enrolled is planned as if it were.
 */
export async function previewRecords(
  settings: Settings,
  linkId: string,
  records: readonly RecordKey[],
): Promise<Preview> {
  const link = await settings.store.link(linkId)
  if (!link) throw new SyncError('link_revoked', `There is no link "${linkId}".`)
  const pass = dryPass(settings, link)
  const counts = tally()
  for (const record of records) {
    const view = await viewToBe(pass, record)
    if (typeof view === 'string') counts.exclude(view, record.id)
    else await countRecord(pass, view, counts)
  }
  return { records: records.length, ...counts.result() }
}

async function countRecord(pass: Pass, view: RecordView, counts: Tally): Promise<void> {
  const views = new Map([[recordKeyText(view.record), view]])
  const marks = (await differingKeys(pass, view)).map((key): DirtyMark => ({ key, mark: 0 }))
  const batch = await loadBatch(pass, views, marks, 'known')
  const ops = await planLoaded(pass, batch)
  const planned = new Set(ops.flatMap((op) => ('cell' in op ? [keyOf(op.cell)] : [])))
  for (const op of ops) counts.op(op)
  // What waits for a folder or a name of this plan has no op yet.
  for (const cell of batch.cells) if (!planned.has(keyOf(cell))) counts.waiting(cell, view)
}

/** What tells the cells of a record apart. */
function keyOf({ fileId, remote }: Cell): string | null {
  return fileId ?? remote?.pathLower ?? null
}

/** A pass that can look and not touch. */
function dryPass(settings: Settings, link: Link): Pass {
  const refuse = (): never => {
    throw new SyncError('unexpected', 'A preview changes nothing.')
  }
  const remote: Remote = {
    account: refuse,
    changes: refuse,
    waitForChange: refuse,
    get: refuse,
    download: refuse,
    upload: refuse,
    deleteFile: refuse,
    move: refuse,
    restore: refuse,
    createFolder: refuse,
  }
  const lease = { linkId: link.id, owner: 'preview', token: -1 }
  return { ...createPass(settings, { link, lease, remote, signal: undefined }), commit: refuse }
}

/** The view of a record, with the folder that it would get if it has none; or why it has none. */
async function viewToBe(pass: Pass, record: RecordKey): Promise<RecordView | SyncErrorCode> {
  const { store, link, clock } = pass
  const enrolment =
    (await store.enrolment(link.id, record)) ?? newEnrolment(link.id, record, link.user.userId, instantOf(clock.now()))
  const state = await stateOf(pass, enrolment)
  if (!state.description) return 'record_gone'
  if (!state.access.read) return 'record_invisible'
  return (await viewOf(pass, { ...state, enrolment: withFolder(pass, record, state) })) ?? 'record_gone'
}

function withFolder(pass: Pass, record: RecordKey, { enrolment, description, moduleFolder }: RecordState): Enrolment {
  if (enrolment.folder !== null || !description) return enrolment
  const parent = moduleFolder?.folder ?? `/${pass.moduleFolderName(record.module, pass.link.locale)}`
  const folder = remotePath(`${parent}/${recordFolderNames(record, description)[0] ?? record.id}`)
  return { ...enrolment, folder, folderLower: guessLower('', folder.slice(1)) }
}

type Tally = ReturnType<typeof tally>

function tally() {
  const toRemote = { files: 0, bytes: 0 }
  const toHost = { files: 0, bytes: 0 }
  const other = { alike: 0, movedInRemote: 0, deletedInRemote: 0, conflicts: 0 }
  const excluded = new Map<SyncErrorCode, { count: number; examples: string[] }>()

  const add = (side: { files: number; bytes: number }, bytes: number): void => {
    side.files += 1
    side.bytes += bytes
  }
  const exclude = (code: SyncErrorCode, name: string): void => {
    const known = excluded.get(code) ?? { count: 0, examples: [] }
    known.count += 1
    if (known.examples.length < EXAMPLES) known.examples.push(name)
    excluded.set(code, known)
  }
  return {
    exclude,
    op(op: PlanOp): void {
      switch (op.type) {
        case 'upload':
          return add(toRemote, op.cell.host?.sizeBytes ?? 0)
        case 'storeCopy':
          other.conflicts += 1
          return add(toHost, op.remote.sizeBytes)
        case 'import':
        case 'updateHost':
          return add(toHost, op.remote.sizeBytes)
        case 'adopt':
          other.alike += 1
          return
        case 'move':
          other.movedInRemote += 1
          return
        case 'deleteRemote':
        case 'hold':
          other.deletedInRemote += 1
          return
        case 'block':
          return exclude(op.code, op.cell.host?.name ?? op.cell.remote?.name ?? op.cell.baseline?.hostName ?? '')
        default:
          return
      }
    },
    waiting({ baseline, host, remote }: Cell, { rules }: RecordView): void {
      const op = planFile({ baseline, host, remote, rules })
      if (op?.type === 'upload') add(toRemote, host?.sizeBytes ?? 0)
      if (op?.type === 'move') other.movedInRemote += 1
    },
    result: () => ({
      toRemote,
      toHost,
      ...other,
      excluded: [...excluded]
        .map(([code, { count, examples }]) => ({ code, count, examples }))
        .toSorted((a, b) => b.count - a.count),
    }),
  }
}
