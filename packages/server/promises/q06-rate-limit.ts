import { company } from './cluster/host-records.ts'
import { APP_FOLDER } from './cluster/emulator-process.ts'
import type { PromiseContext } from './context.ts'
import { definePromise } from './promise.ts'
import { type Call, type OneProcess, startOneProcess } from './single/one-process.ts'
import { percentile, until } from './waiting.ts'

const [STORMY, CALM] = ['stormy@example.com', 'calm@example.com']
const [STORMY_USER, CALM_USER] = ['tenant/stormy', 'tenant/calm']
/** Calls that were under way when the refusal came. */
const UNDER_WAY_MS = 100
/** What a refusal may cost: a look at the feed when the pass begins anew, and a batch that goes in two. */
const CALLS_A_REFUSAL = 2
/** A fifth slower, and what two cores take away by chance: whoever waited for the other user's turn would wait a second and more. */
const slower = (calmMs: number): number => calmMs * 1.2 + 500

interface Budget {
  readonly records: number
}

/** Q6: Dropbox refuses three calls of ten of one user, and asks for up to five minutes of rest. The clock is moved. */
export const q06 = definePromise<Budget>({
  id: 'Q6',
  says: 'A user whose calls are refused makes none before the time that was asked for, loses nothing, and slows nobody else down.',
  budgets: { usual: { records: 40 }, long: { records: 200 } },
  isTimed: true,
  async run(context, { records }) {
    const quiet = await callsWithoutStorm(context, records)
    const world = await startOneProcess(context, { accounts: [STORMY, CALM] })
    for (const [user, email] of [
      [STORMY_USER, STORMY],
      [CALM_USER, CALM],
    ] as const)
      await world.link(user, email)
    await startRun(world, CALM_USER, ['calm'])
    await world.untilIdle()
    const calmBefore = await latencies(world, 20)

    for (const [at, retryAfter] of [1, 30, 300].entries()) {
      const some = { account: STORMY, probability: 0.11, seed: context.seed + at }
      world.emulator.faults.add({ type: 'status', status: 429, retryAfter, ...some })
    }
    const since = world.emulator.log.entries().at(-1)?.number ?? 0
    await startRun(world, STORMY_USER, ids(records))
    const over = new AbortController()
    const storm = world.untilDone({ limitMs: 240_000 }).finally(() => over.abort())
    const calmDuring: number[] = []
    while (!over.signal.aborted && calmDuring.length < 60) calmDuring.push(...(await latencies(world, 5)))
    await storm

    const stormy = world.emulator.log.entries({ account: STORMY, since })
    const refusals = world.calls.filter(({ status }) => status === 429)
    const early = stormy.filter(({ at }) => refusals.some((refusal) => isTooEarly(at, refusal))).length
    const further = (stormy.length - refusals.length - quiet) / refusals.length
    const files = Object.values(await world.emulator.accounts.get(STORMY).files.tree(APP_FOLDER)).filter(
      ({ kind }) => kind === 'file',
    )
    const failed = world.log.filter(({ event }) => event === 'pass.failed' || event === 'worker.failed')
    const [before, during] = [percentile(calmBefore, 0.95), percentile(calmDuring, 0.95)]
    return {
      measured:
        `${refusals.length} of ${stormy.length} calls refused, ${early} made too early, ${further.toFixed(1)} further calls for each, ` +
        `${failed.length} failures, p95 of the other user ${before.toFixed(0)} ms before and ${during.toFixed(0)} ms during it`,
      failures: [
        ...(early > 0 ? [`${early} calls were made before the time that was asked for`] : []),
        ...(further > CALLS_A_REFUSAL ? [`each refusal cost ${further.toFixed(1)} further calls`] : []),
        ...(files.length === records ? [] : [`${files.length} of ${records} files arrived`]),
        ...(failed.length > 0 ? [`${failed.length} passes failed: ${JSON.stringify(failed[0])}`] : []),
        ...(refusals.length < 3 ? ['there was no storm'] : []),
        ...(during > slower(before)
          ? [`the other user waited ${during.toFixed(0)} ms instead of ${before.toFixed(0)} ms`]
          : []),
      ],
    }
  },
})

const ids = (records: number): readonly string[] => Array.from({ length: records }, (_, at) => `${at + 1}`)

/** Starts a run over some companies, each with a file. */
async function startRun(world: OneProcess, user: string, records: readonly string[]): Promise<void> {
  for (const id of records) await world.put(company(id), 'offer.txt', `offer of ${id}`)
  const segment = { records: records.map((id) => ({ module: 'companies', id })) }
  const answer = await world.send(user, 'POST', '/bulk', { segment })
  if (!answer.ok) throw new Error(`The run did not start: ${await answer.text()}`)
}

/** What the same run takes when nothing is refused. */
async function callsWithoutStorm(context: PromiseContext, records: number): Promise<number> {
  const world = await startOneProcess(context, { accounts: [STORMY] })
  await world.link(STORMY_USER, STORMY)
  await world.untilIdle()
  const before = world.calls.length
  await startRun(world, STORMY_USER, ids(records))
  await world.untilIdle()
  return world.calls.length - before
}

/** How long it takes, in real time, until a file of the other user is in their Dropbox. */
async function latencies(world: OneProcess, count: number): Promise<readonly number[]> {
  const { files } = world.emulator.accounts.get(CALM)
  const folder = `${APP_FOLDER}/Companies/Company calm (calm)`
  const times: number[] = []
  for (let at = 0; at < count; at += 1) {
    const name = `${crypto.randomUUID()}.txt`
    const startedAt = performance.now()
    await world.put(company('calm'), name, name)
    await until('the file is there', async () => `${folder}/${name}` in (await files.tree(folder)), { everyMs: 5 })
    times.push(performance.now() - startedAt)
  }
  return times
}

/** Whether a request came before the time that a refusal had asked for. */
function isTooEarly(at: number, { endedAt, retryAfterMs }: Call): boolean {
  if (endedAt === null || retryAfterMs === null) return false
  return at > endedAt + UNDER_WAY_MS && at < endedAt + retryAfterMs
}
