import type { SyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { adaptiveLimit } from './adaptive-limit.ts'
import { byteBudget } from './byte-budget.ts'
import { createGate } from './gate.ts'

/** A clock that stands, and calls that end when they are told to. */
function setup() {
  const clock = { ms: 0, now: () => clock.ms }
  const gate = createGate(clock)
  const limit = adaptiveLimit(clock, gate)
  const started: string[] = []
  const ends = new Map<string, (result: string) => void>()
  const call = (name: string, turn: Parameters<typeof limit.run>[0] = {}): Promise<string> =>
    limit.run(turn, () => {
      started.push(name)
      return new Promise((resolve) => ends.set(name, resolve))
    })
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.(name)
    await settle()
  }
  return { clock, gate, limit, started, call, end }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** As many calls as there may be, so that whoever comes next has to wait. */
async function full(): Promise<ReturnType<typeof setup>> {
  const all = setup()
  for (let at = 0; at < all.limit.limit; at += 1) void all.call(`running ${at}`)
  await settle()
  all.started.length = 0
  return all
}

test('[C81] one more call at a time after as many successes as there may be calls, half as many after a refusal', async () => {
  const { limit } = setup()
  const before = limit.limit
  await Promise.all(Array.from({ length: before * 3 }, () => limit.run({}, settle)))
  expect(limit.limit).toBeGreaterThan(before)
  const found = limit.limit
  limit.halve()
  expect(limit.limit).toBe(Math.floor(found / 2))
  for (let times = 0; times < 9; times += 1) limit.halve()
  expect(limit.limit).toBe(1)
})

test('calls that come one by one say nothing about what Dropbox takes', async () => {
  const { limit } = setup()
  const before = limit.limit
  for (let at = 0; at < 100; at += 1) await limit.run({}, settle)
  expect(limit.limit).toBe(before)
})

test('who is more urgent goes first', async () => {
  const { call, end, started } = await full()
  for (const priority of ['reconcile', 'bulk', 'person', 'webhook'] as const) void call(priority, { priority })
  for (const at of [0, 1, 2, 3]) await end(`running ${at}`)
  expect(started).toEqual(['person', 'webhook', 'bulk', 'reconcile'])
})

test('nobody is passed over for ever: one who has waited long goes before one who is more urgent', async () => {
  const { clock, call, end, started } = await full()
  void call('a bulk run, long ago', { priority: 'bulk' })
  clock.ms += 9000
  void call('a person, just now', { priority: 'person' })
  clock.ms += 2000
  void call('a person, later', { priority: 'person' })
  for (const at of [0, 1, 2]) await end(`running ${at}`)
  expect(started).toEqual(['a person, just now', 'a bulk run, long ago', 'a person, later'])
})

test('a call that nobody waits for any more leaves the line at once', async () => {
  const { call, end, started } = await full()
  const controller = new AbortController()
  const left = call('left', { signal: controller.signal })
  void call('next')
  controller.abort()
  await expect(left).rejects.toMatchObject({ code: 'cancelled' })
  await end('running 0')
  expect(started).toEqual(['next'])
})

test('while one rests, nobody else starts', async () => {
  const { gate, call, started } = setup()
  const goOn = gate.rest()
  void call('waits')
  await settle()
  expect(started).toEqual([])
  goOn()
  goOn()
  await settle()
  expect(started).toEqual(['waits'])
})

test('[C80] a long block is handed back to those who wait, and to those who come, until it is over', async () => {
  const { clock, gate, call, started } = await full()
  const waiting = call('waits')
  gate.close(300_000)
  await expect(waiting).rejects.toMatchObject({ code: 'remote_busy', retryAfterMs: 300_000 })
  clock.ms += 100_000
  await expect(call('comes')).rejects.toMatchObject({ code: 'remote_busy', retryAfterMs: 200_000 })
  clock.ms += 200_000
  expect(gate.refusal()).toBeNull()
  expect(started).toEqual([])
})

test('contents wait until there is room, one file always fits, and room comes back once', async () => {
  const budget = byteBudget(10, { now: () => 0 })
  const giveBack = await budget.take(8, {})
  const order: string[] = []
  const small = budget.take(2, {}).then((back) => (order.push('small'), back))
  const huge = budget.take(50, {}).then((back) => (order.push('huge'), back))
  await settle()
  expect(order).toEqual(['small'])
  giveBack()
  giveBack()
  await settle()
  expect(order).toEqual(['small'])
  ;(await small)()
  ;(await huge)()
  expect(order).toEqual(['small', 'huge'])
  const controller = new AbortController()
  const back = await budget.take(10, {})
  const left = budget.take(1, { signal: controller.signal }).catch((error: SyncError) => error.code)
  controller.abort()
  expect(await left).toBe('cancelled')
  back()
})
