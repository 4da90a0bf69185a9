import { type RecordKey, SyncError } from '../src/index.ts'
import { count } from './book.ts'
import type { Command, Edit } from './commands.ts'
import { relink, restoreBackup, unlink } from './links.ts'
import { type ModelSpoke, type ModelWorld, person } from './model-world.ts'
import { keyOf, spokeOf } from './places.ts'

/** What a person asks of the engine. */
export type Decision = Exclude<
  Command,
  | Edit
  | { readonly type: 'pass' | 'passes' | 'loseCursor' | 'wait' | 'renameRecord' | 'rights' | 'authorize' | 'quota' }
>

/** Carries a decision out, if it is possible now. */
export async function decide(world: ModelWorld, decision: Decision): Promise<void> {
  try {
    await carryOutDecision(world, decision)
  } catch (error) {
    // It is not possible now, and says so with a code.
    if (!(error instanceof SyncError) || error.code === 'unexpected') throw error
  }
}

async function carryOutDecision(world: ModelWorld, decision: Decision): Promise<void> {
  switch (decision.type) {
    case 'stop': {
      const { engine, linkId } = spokeOf(world, decision.user)
      return engine.stop(linkId, keyOf(world, decision.record), person)
    }
    case 'pause': {
      const { engine, linkId } = spokeOf(world, decision.user)
      const record = decision.record === null ? null : keyOf(world, decision.record)
      return decision.isPaused ? engine.pause(linkId, record, person) : engine.resume(linkId, record, person)
    }
    case 'unlink': {
      const spoke = spokeOf(world, decision.user)
      await unlink(spoke)
      if (decision.account !== null) await relink(world, spoke, decision.account)
      return
    }
    case 'putBack':
      return putBack(world, spokeOf(world, decision.user), keyOf(world, decision.record))
    case 'answerHeld':
      return answerHeld(world, spokeOf(world, decision.user), keyOf(world, decision.record), decision.answer)
    case 'resolve': {
      const [conflict] = await world.store.conflicts(keyOf(world, decision.record))
      if (conflict) await spokeOf(world, 0).engine.resolveConflict(conflict, decision.keep, person)
      return
    }
    case 'undo':
      return undo(world, decision.nth)
    case 'backUp':
      world.backup = world.store.snapshot()
      return
    case 'restore':
      return restoreBackup(world)
    case 'preview': {
      const { engine, linkId } = spokeOf(world, decision.user)
      await engine.preview(linkId, world.keys)
    }
  }
}

/** Answers deletions that are held: what is confirmed may be deleted once, what is taken back may come again. */
export async function answerHeld(
  { store }: ModelWorld,
  { engine, linkId, book }: ModelSpoke,
  record: RecordKey,
  answer: 'delete' | 'takeBack',
): Promise<void> {
  const held = (await store.baselinesOfRecord(linkId, record)).filter(({ deletion }) => deletion === 'held')
  for (const { contentHash } of held) count(book.arrivals, contentHash)
  if (answer === 'takeBack') return void (await engine.takeDeletionsBack(linkId, record, null, person))
  await engine.confirmDeletions(linkId, record, null, person)
  for (const { contentHash } of held) count(book.confirmed, contentHash)
}

async function putBack({ store }: ModelWorld, { engine, linkId, book }: ModelSpoke, record: RecordKey): Promise<void> {
  const rows = await store.baselinesOfRecord(linkId, record)
  book.removed.clear()
  await engine.putBack(
    linkId,
    record,
    rows.map(({ fileId }) => fileId),
  )
}

async function undo(world: ModelWorld, nth: number): Promise<void> {
  const page = await world.store.activity({ tenantId: 'tenant-1' }, { before: null, limit: 50 })
  const row = page.rows.filter((entry) => entry.undo)[nth]
  if (!row) return
  for (const { book } of world.spokes) book.removed.clear()
  await spokeOf(world, 0).engine.undo({ tenantId: 'tenant-1', id: row.id }, person)
}
