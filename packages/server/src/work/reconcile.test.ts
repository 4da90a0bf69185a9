import { type Instant, instantOf } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { settingsOf } from '../settings.ts'
import { link, sofie, testServer } from '../testing/test-server.ts'
import { nextLook, reconcileDue } from './reconcile.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test('[C88] a link is looked at hourly by itself, and every five minutes for a day after something was done for it', () => {
  const server = testServer()
  const settings = settingsOf(server.options)
  const now = server.clock.now()
  const inMs = (lastOkAt: Instant | null): number => Date.parse(nextLook(settings, { lastOkAt })) - now
  const isAbout = (ms: number, wanted: number): boolean => ms >= wanted * 0.9 && ms <= wanted * 1.1
  for (let time = 0; time < 20; time += 1) {
    expect(isAbout(inMs(null), HOUR_MS)).toBe(true)
    expect(isAbout(inMs(instantOf(now - DAY_MS - 1)), HOUR_MS)).toBe(true)
    expect(isAbout(inMs(instantOf(now - DAY_MS + 1)), 300_000)).toBe(true)
  }
  expect(new Set(Array.from({ length: 20 }, () => inMs(null))).size).toBeGreaterThan(10)
  const often = settingsOf({ ...server.options, reconcileMs: 60_000 })
  expect(Date.parse(nextLook(often, { lastOkAt: instantOf(now) })) - now).toBeLessThanOrEqual(66_000)
})

test('[C88] of many workers one asks for a link that is due, and asks for one that is not active no more', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const [stored] = await server.stores.sync.links('active')
  const linkId = stored?.id ?? ''
  await server.stores.work.cancel({ linkId })
  const settings = settingsOf(server.options)
  let requests = 0
  const work = { ...server.stores.work }
  Object.assign(server.stores.work, {
    request: (...args: Parameters<typeof work.request>) => {
      requests += 1
      return work.request(...args)
    },
  })
  const workers = [1, 2, 3].map(() => reconcileDue({ settings, stores: server.stores }))
  await server.stores.links.setLook(linkId, instantOf(server.clock.now()))
  for (const look of workers) await look()
  expect(requests).toBe(1)
  server.clock.advance(1.2 * HOUR_MS)
  for (const look of workers) await look()
  expect(requests).toBe(2)
  await server.send(sofie, 'DELETE', '/connection')
  server.clock.advance(1.2 * HOUR_MS)
  for (const look of workers) await look()
  expect(requests).toBe(2)
  expect(await server.stores.links.dueLooks(instantOf(server.clock.now() + DAY_MS), 10)).toEqual([])
})
