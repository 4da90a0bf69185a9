import type { Kysely } from 'kysely'

import { type StoreWrite, type SyncStore, SyncError } from '@twinfolder/core'

import { growingTables } from '../growing-tables.ts'
import type { Schema } from '../schema/schema.ts'
import { inTransaction } from '../transaction.ts'
import { appendActivity, endUndos } from './activity.ts'
import { writeBaselines } from './baselines.ts'
import { writeConflicts } from './conflicts.ts'
import { writeDirty } from './dirty.ts'
import { writeEnrolments, writeFolderMaps, writeModuleFolders } from './enrolments.ts'
import { holdLease } from './leases.ts'
import { updateLink } from './links.ts'
import { writeMirror } from './mirror.ts'
import { writeProblems } from './problems.ts'

/** Writes of some types, in their order. */
export type WritesOf<Type extends StoreWrite['type']> = readonly Extract<StoreWrite, { type: Type }>[]

/** A commit of fewer changes no plan of the database. */
const MANY_WRITES = 100

/** Commits: one transaction each, with the link's row locked. */
export function commits(db: Kysely<Schema>): Pick<SyncStore, 'commit' | 'commitUserRequest'> {
  const tables = growingTables(db)
  const noteGrowth = async (writes: readonly StoreWrite[]): Promise<void> => {
    if (writes.length < MANY_WRITES) return
    await tables.grew('mirror', writesOf(writes, ['putMirror']).length)
    await tables.grew('baseline', writesOf(writes, ['putBaseline']).length)
    await tables.grew('dirty', writesOf(writes, ['markDirty']).length)
  }
  return {
    async commit(lease, writes) {
      assertOneLink(lease.linkId, writes)
      await inTransaction(db, async (transaction) => {
        await holdLease(transaction, lease)
        await applyWrites(transaction, lease.linkId, writes)
      })
      await noteGrowth(writes)
    },
    async commitUserRequest(linkId, writes) {
      assertOneLink(linkId, writes)
      await inTransaction(db, async (transaction) => {
        const find = transaction.selectFrom('link').select('id').where('id', '=', linkId).forUpdate()
        const link = await find.executeTakeFirst()
        if (link === undefined) throw new SyncError('unexpected', `There is no link "${linkId}".`)
        await applyWrites(transaction, linkId, writes)
      })
      await noteGrowth(writes)
    },
  }
}

/**
 * Applies writes table by table. No table depends on another one, so within a transaction only the order of the writes to
 * one table matters, and each table's writes become a few statements.
 */
async function applyWrites(db: Kysely<Schema>, linkId: string, writes: readonly StoreWrite[]): Promise<void> {
  const of = <Type extends StoreWrite['type']>(...types: readonly Type[]): WritesOf<Type> => writesOf(writes, types)
  for (const { set } of of('updateLink')) await updateLink(db, linkId, set)
  await writeEnrolments(db, linkId, of('putEnrolment', 'updateEnrolment'))
  await writeModuleFolders(db, of('putModuleFolder'))
  await writeFolderMaps(db, linkId, of('putFolderMap', 'deleteFolderMap'))
  await writeMirror(db, linkId, of('putMirror', 'deleteMirror', 'keepGeneration'))
  await writeBaselines(db, linkId, of('putBaseline', 'deleteBaseline'))
  await writeDirty(db, linkId, of('markDirty', 'clearDirty'))
  await writeProblems(db, linkId, of('putProblem', 'deleteProblem'))
  await writeConflicts(db, linkId, of('putConflict', 'deleteConflicts'))
  await appendActivity(db, of('appendActivity'))
  await endUndos(db, of('endUndo'))
}

function writesOf<Type extends StoreWrite['type']>(
  writes: readonly StoreWrite[],
  types: readonly Type[],
): WritesOf<Type> {
  const wanted: readonly string[] = types
  return writes.filter((write): write is Extract<StoreWrite, { type: Type }> => wanted.includes(write.type))
}

/** @throws SyncError `unexpected` when a row belongs to another link than the lease */
function assertOneLink(linkId: string, writes: readonly StoreWrite[]): void {
  for (const write of writes) {
    const writesTo = linkIdOf(write)
    if (writesTo !== null && writesTo !== linkId) {
      throw new SyncError('unexpected', `A commit of link "${linkId}" has a ${write.type} of link "${writesTo}".`)
    }
  }
}

/** The link that the row of a write names; `null` where the row names none. */
function linkIdOf(write: StoreWrite): string | null {
  switch (write.type) {
    case 'putEnrolment':
      return write.enrolment.linkId
    case 'putModuleFolder':
      return write.moduleFolder.linkId
    case 'putFolderMap':
      return write.folderMap.linkId
    case 'putMirror':
      return write.entry.linkId
    case 'putBaseline':
      return write.baseline.linkId
    case 'putProblem':
      return write.problem.linkId
    case 'putConflict':
      return write.conflict.linkId
    case 'appendActivity':
      return write.activity.linkId
    default:
      return null
  }
}
