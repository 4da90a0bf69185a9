import { type RecordKey } from '../src/index.ts'
import { answerHeld, relink, runPass } from './carry-out.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'
import { holds, raiseNoted } from './violation.ts'

const person = { userId: 'user-0', name: 'Grace', via: 'host' as const }
/** Longer than any back-off, so that everything is tried again. */
const LONG_MS = 7 * 3_600_000
/** Rounds over all links until nothing happens any more (I3). */
const MAX_ROUNDS = 20
/** A host without a feed tells of a deletion with the second listing that misses a file. */
const POOR_ROUNDS = 3

/** Everything that was in the way is out of it, and every question is answered. */
export async function clearTheWay(world: ModelWorld): Promise<void> {
  for (const spoke of world.spokes) {
    const { engine, remote, userId } = spoke
    remote.owner.authorize()
    remote.owner.setAllocatedBytes(null)
    for (const key of world.keys) {
      world.records.setAccess({ tenantId: key.tenantId, userId }, key, { read: true, write: true, missing: [] })
    }
    if (spoke.isUnlinked) await relink(world, spoke, 'same')
    const link = await world.store.link(spoke.linkId)
    if (link?.status === 'reconnect') await engine.relink(spoke.linkId)
    await engine.resume(spoke.linkId, null, person)
    for (const key of world.keys) await engine.resume(spoke.linkId, key, person)
  }
}

/** Lets all links pass until nothing happens any more, and proves that nothing does (I3). */
export async function comeToRest(world: ModelWorld): Promise<void> {
  let quiet = 0
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    world.clock.advance(LONG_MS)
    let isQuiet = true
    for (const spoke of world.spokes) {
      if (!(await isAtRest(world, spoke, round === 0 && world.size.name === 'full' ? world.keys : null)))
        isQuiet = false
    }
    raiseNoted(world)
    quiet = isQuiet ? quiet + 1 : 0
    if (quiet >= (world.size.host === 'poor' ? POOR_ROUNDS : 1) && round > 0) return proveRest(world)
  }
  holds(false, 'I3', () => `no rest after ${MAX_ROUNDS} rounds`)
}

async function isAtRest(world: ModelWorld, spoke: ModelSpoke, records: readonly RecordKey[] | null): Promise<boolean> {
  const report = await runPass(world, spoke, records, null, null)
  const hold = (await world.store.link(spoke.linkId))?.hold
  if (hold && !hold.answer) {
    await spoke.engine.answerHold(spoke.linkId, 'stop', person)
    return false
  }
  let isQuiet = report?.outcome === 'done' && Object.keys(report.ops).length === 0
  for (const key of world.keys) {
    const { held } = await world.store.recordCounts(spoke.linkId, key)
    if (held > 0) {
      await answerHeld(world, spoke, key, world.nextContent % 2 === 0 ? 'delete' : 'takeBack')
      isQuiet = false
    }
  }
  return isQuiet
}

async function proveRest(world: ModelWorld): Promise<void> {
  for (const spoke of world.spokes) {
    spoke.remote.clearCalls()
    const report = await runPass(world, spoke, null, null, null)
    holds(
      report?.outcome === 'done' && Object.keys(report.ops).length === 0,
      'I3',
      () => `one more pass of user ${spoke.user}: ${JSON.stringify(report)}`,
    )
    const calls = spoke.remote.calls.map(({ method }) => method).join(' ')
    holds(calls === 'changes', 'I14', () => `an idle pass of user ${spoke.user} calls ${calls}`)
  }
}
