import type { PassReport, RecordKey } from '../src/index.ts'
import { count } from './book.ts'
import type { FaultSpec } from './commands.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'
import { Crash, type Meanwhile } from './wire.ts'

/** Op types that leave a row in the activity, each one row. */
const toldOps = new Set([
  'upload',
  'import',
  'importFolder',
  'updateHost',
  'storeCopy',
  'move',
  'deleteRemote',
  'adopt',
  'detach',
  'hold',
  'createRecordFolder',
  'moveRecordFolder',
])

/** What is special about a pass: what goes wrong in it, and what somebody does in the middle of it. */
export interface PassTroubles {
  readonly fault?: FaultSpec | null
  readonly meanwhile?: Meanwhile | null
}

/**
 * One pass of a link. A crash leaves the lease behind: another process has to wait for it.
 *
 * @returns `null` for a pass that crashed
 */
export async function passOnce(
  world: ModelWorld,
  spoke: ModelSpoke,
  records: readonly RecordKey[] | null,
  { fault = null, meanwhile = null }: PassTroubles = {},
): Promise<PassReport | null> {
  const { wire, engine, book, linkId } = spoke
  world.passes += 1
  if (fault) {
    world.hadFaults = true
    book.faults += 1
  }
  book.boundBefore = await world.store.countBound(linkId)
  wire.start(fault ? [fault] : [], meanwhile ? [meanwhile] : [])
  let report: PassReport | null = null
  book.isPassing = true
  try {
    report = await engine.runPass(linkId, { records, owner: `worker-${spoke.process}` })
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    spoke.process += 1
    world.clock.advance(60_000)
  }
  book.isPassing = false
  await noteUnbound(world, spoke)
  wire.start([], [])
  world.trace.push(`${spoke.user} ${report ? `${report.outcome} ${JSON.stringify(report.ops)}` : 'crash'}`)
  for (const [type, times] of Object.entries(report?.ops ?? {})) if (toldOps.has(type)) world.toldOps += times
  return report
}

/**
 * What a pass sent and could not write down is found by the next one, by its content. Where the CRM's file is another by then, it
 * comes in as a file of its own.
 */
async function noteUnbound({ store }: ModelWorld, { book, linkId }: ModelSpoke): Promise<void> {
  const sent = book.sent.splice(0)
  if (sent.length === 0) return
  const bound = await store.baselinesByPath(
    linkId,
    sent.map(({ pathLower }) => pathLower),
  )
  sent.forEach(({ revision, contentHash }, at) => {
    if (bound[at]?.revision !== revision && contentHash) count(book.arrivals, contentHash)
  })
}
