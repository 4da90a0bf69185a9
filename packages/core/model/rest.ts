import { type RecordKey } from '../src/index.ts'
import { answerHeld } from './decide.ts'
import { relink } from './links.ts'
import { type ModelSpoke, type ModelWorld, person } from './model-world.ts'
import { passOnce } from './pass-once.ts'
import { holds, raiseNoted } from './violation.ts'

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

/** Lets all links pass until nothing happens any more, each with one call (I3, I14). */
export async function comeToRest(world: ModelWorld): Promise<void> {
  const isPoor = world.size.host === 'poor'
  let quiet = 0
  let last = ''
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    world.clock.advance(LONG_MS)
    let isQuiet = true
    for (const spoke of world.spokes) {
      const told = await passToRest(world, spoke, round === 0 && world.size.name === 'full' ? world.keys : null)
      if (told === null) continue
      isQuiet = false
      last = told
    }
    raiseNoted(world)
    quiet = isQuiet ? quiet + 1 : 0
    if (quiet > (isPoor ? POOR_ROUNDS : 0)) return
  }
  holds(false, 'I3', () => `no rest after ${MAX_ROUNDS} rounds: ${last}`)
}

/** Some users meant it, others want their files back: these may be sent again. */
async function answerVanished(world: ModelWorld, { engine, linkId, book }: ModelSpoke): Promise<void> {
  const answer = world.nextContent % 2 === 0 ? 'stop' : 'putBack'
  if (answer === 'putBack') book.removed.clear()
  await engine.answerHold(linkId, answer, person)
}

/** One pass, and an answer to what it asks; tells what it did, or `null` when nothing is left to do and it cost one call. */
async function passToRest(
  world: ModelWorld,
  spoke: ModelSpoke,
  records: readonly RecordKey[] | null,
): Promise<string | null> {
  spoke.remote.clearCalls()
  const report = await passOnce(world, spoke, records)
  const calls = spoke.remote.calls.map(({ method }) => method).join(' ')
  const hold = (await world.store.link(spoke.linkId))?.hold
  if (hold && !hold.answer) {
    await answerVanished(world, spoke)
    return 'a question about what vanished'
  }
  let isAsked = false
  for (const key of world.keys) {
    const { held } = await world.store.recordCounts(spoke.linkId, key)
    if (held === 0) continue
    await answerHeld(world, spoke, key, world.nextContent % 2 === 0 ? 'delete' : 'takeBack')
    isAsked = true
  }
  const isQuiet = report?.outcome === 'done' && Object.keys(report.ops).length === 0 && calls === 'changes'
  return isQuiet && !isAsked ? null : `user ${spoke.user} calls ${calls}, ${JSON.stringify(report)}`
}
