import { type Instant, type RecordKey, instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import { memoryPubSub } from '../memory/memory-pub-sub.ts'
import type { PubSub } from '../ports/pub-sub.ts'
import type { WorkClaim, WorkQueue } from '../ports/work-queue.ts'

const company = (id: string): RecordKey => ({ tenantId: 'tenant-1', module: 'companies', id })
const at = (seconds: number): Instant => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())

/** What every {@link WorkQueue} does. `start` gives an empty queue; it is called for each test. */
export function workQueueContract(name: string, start: (pubSub: PubSub) => WorkQueue | Promise<WorkQueue>): void {
  const open = async (pubSub = memoryPubSub()): Promise<WorkQueue> => start(pubSub)
  const claimAt = (queue: WorkQueue, seconds: number, limit = 50): Promise<WorkClaim | null> =>
    queue.claim('worker', { now: at(seconds), until: at(seconds + 30), limit })
  const ids = (claim: WorkClaim | null): readonly (string | null)[] =>
    (claim?.items ?? []).map(({ record }) => record?.id ?? null)
  const held = (claim: WorkClaim | null): WorkClaim => {
    if (!claim) throw new Error('Nothing was claimed.')
    return claim
  }

  describe(`WorkQueue: ${name}`, () => {
    test('an empty queue has nothing to claim', async () => {
      const queue = await open()
      expect(await claimAt(queue, 0)).toBeNull()
      expect(await queue.stats()).toEqual({ waiting: 0, claimed: 0 })
    })

    test('what is requested is claimed once, and gone when it is done', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100, bulkId: 'bulk-1' }])
      const claim = held(await claimAt(queue, 0))
      expect(claim.linkId).toBe('a')
      expect(claim.items).toMatchObject([{ record: company('1'), priority: 100, attempts: 0, bulkId: 'bulk-1' }])
      expect(await queue.stats()).toEqual({ waiting: 0, claimed: 1 })
      expect(await claimAt(queue, 1)).toBeNull()
      await queue.ack(claim, claim.items)
      expect(await queue.stats()).toEqual({ waiting: 0, claimed: 0 })
      expect(await claimAt(queue, 60)).toBeNull()
    })

    test('the same request twice is one row, as urgent as the more urgent of the two', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      await queue.request([{ linkId: 'a', record: company('1'), priority: 0 }])
      expect(await queue.stats()).toEqual({ waiting: 1, claimed: 0 })
      expect((await claimAt(queue, 0))?.items).toMatchObject([{ priority: 100 }])
    })

    test('work for whatever the feeds bring is a row of its own', async () => {
      const queue = await open()
      await queue.request([
        { linkId: 'a', record: null, priority: 50 },
        { linkId: 'a', record: company('1'), priority: 10 },
      ])
      expect(ids(await claimAt(queue, 0))).toEqual([null, '1'])
    })

    test('a request during a pass is not lost', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      const first = held(await claimAt(queue, 0))
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      expect(await claimAt(queue, 1)).toBeNull()
      await queue.ack(first, first.items)
      expect(ids(await claimAt(queue, 2))).toEqual(['1'])
    })

    test('a request after a cancel during a pass is not lost', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      const first = held(await claimAt(queue, 0))
      await queue.cancel({ linkId: 'a' })
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      await queue.ack(first, first.items)
      expect(ids(await claimAt(queue, 2))).toEqual(['1'])
    })

    test('the most urgent link comes first, with its most urgent items and at most the limit', async () => {
      const queue = await open()
      await queue.request([
        { linkId: 'a', record: company('1'), priority: 10 },
        { linkId: 'b', record: company('2'), priority: 0 },
        { linkId: 'b', record: company('3'), priority: 100 },
        { linkId: 'b', record: company('4'), priority: 50 },
      ])
      const first = held(await claimAt(queue, 0, 2))
      expect([first.linkId, ids(first)]).toEqual(['b', ['3', '4']])
      expect((await claimAt(queue, 0, 2))?.linkId).toBe('a')
      await queue.ack(first, first.items)
      expect(ids(await claimAt(queue, 1, 2))).toEqual(['2'])
    })

    test('links with equally urgent work take turns', async () => {
      const queue = await open()
      for (const id of ['1', '2', '3']) await queue.request([{ linkId: 'a', record: company(id), priority: 10 }])
      await queue.request([{ linkId: 'b', record: company('9'), priority: 10 }])
      const served: string[] = []
      for (let second = 0; second < 2; second += 1) {
        const claim = held(await claimAt(queue, second, 1))
        served.push(claim.linkId)
        await queue.ack(claim, claim.items)
      }
      expect(served.toSorted()).toEqual(['a', 'b'])
    })

    test('what is not done is ready again at once', async () => {
      const queue = await open()
      for (const id of ['1', '2']) await queue.request([{ linkId: 'a', record: company(id), priority: 10 }])
      const claim = held(await claimAt(queue, 0))
      await queue.ack(
        claim,
        claim.items.filter(({ record }) => record?.id === '1'),
      )
      expect(ids(await claimAt(queue, 0))).toEqual(['2'])
    })

    test('a failed claim is tried again, later, and counts its attempts', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      await queue.fail(held(await claimAt(queue, 0)), at(60))
      expect(await claimAt(queue, 59)).toBeNull()
      const again = held(await claimAt(queue, 60))
      expect(again.items).toMatchObject([{ attempts: 1 }])
      await queue.ack(again, again.items)
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      expect((await claimAt(queue, 61))?.items).toMatchObject([{ attempts: 0 }])
    })

    test('work that is not due waits, unless it is asked for sooner', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10, readyAt: at(60) }])
      expect(await claimAt(queue, 59)).toBeNull()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10, readyAt: at(30) }])
      expect(ids(await claimAt(queue, 30))).toEqual(['1'])
    })

    test('a claim that is not prolonged is taken over; the old one changes nothing any more', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      const lost = held(await claimAt(queue, 0))
      const second = held(await claimAt(queue, 31))
      expect(ids(second)).toEqual(['1'])
      expect(await queue.heartbeat(lost, at(90))).toBe(false)
      await queue.ack(lost, lost.items)
      await queue.fail(lost, at(600))
      expect(await queue.heartbeat(second, at(90))).toBe(true)
      await queue.ack(second, [])
      expect(ids(await claimAt(queue, 91))).toEqual(['1'])
    })

    test('a heartbeat keeps a claim', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      const claim = held(await claimAt(queue, 0))
      expect(await queue.heartbeat(claim, at(60))).toBe(true)
      expect(await claimAt(queue, 59)).toBeNull()
      expect(ids(await claimAt(queue, 61))).toEqual(['1'])
    })

    test('a link is looked at again when its time has come, and not before', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: null, priority: 100 }])
      const claim = held(await claimAt(queue, 0))
      await queue.ack(claim, claim.items, { readyAt: at(60), priority: 0 })
      expect(await claimAt(queue, 59)).toBeNull()
      expect(held(await claimAt(queue, 60)).items).toMatchObject([{ record: null, priority: 0, attempts: 0 }])
    })

    test('another look makes no new work of what is taken up anyway, and none that has no end', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: null, priority: 100 }])
      await queue.request([{ linkId: 'a', record: company('1'), priority: 100 }])
      const first = held(await claimAt(queue, 0))
      const named = first.items.filter(({ record }) => record !== null)
      await queue.ack(first, named, { readyAt: at(60), priority: 0 })
      const second = held(await claimAt(queue, 0))
      expect(second.items).toMatchObject([{ record: null, priority: 100 }])
      await queue.ack(second, second.items, { readyAt: at(60), priority: 0 })
      expect(await claimAt(queue, 59)).toBeNull()
      expect(held(await claimAt(queue, 60)).items).toHaveLength(1)
    })

    test('cancelling a link drops what waits for it and nothing else', async () => {
      const queue = await open()
      await queue.request([
        { linkId: 'a', record: company('1'), priority: 10 },
        { linkId: 'b', record: company('1'), priority: 10 },
      ])
      await queue.cancel({ linkId: 'a' })
      expect((await claimAt(queue, 0))?.linkId).toBe('b')
      expect(await claimAt(queue, 0)).toBeNull()
    })

    test('cancelling a bulk run keeps what somebody else asked for too', async () => {
      const queue = await open()
      const bulkId = 'bulk-1'
      for (const id of ['1', '2', '3'])
        await queue.request([{ linkId: 'a', record: company(id), priority: 10, bulkId }])
      await queue.request([{ linkId: 'a', record: company('2'), priority: 100 }])
      await queue.request([{ linkId: 'a', record: company('3'), priority: 10, bulkId: 'bulk-2' }])
      await queue.cancel({ linkId: 'a', bulkId })
      expect(ids(await claimAt(queue, 0))).toEqual(['2', '3'])
    })

    test('tells whether a record is wanted, waiting or claimed', async () => {
      const queue = await open()
      expect(await queue.isWanted('a', company('1'))).toBe(false)
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      expect(await queue.isWanted('a', company('1'))).toBe(true)
      expect(await queue.isWanted('b', company('1'))).toBe(false)
      expect(await queue.isWanted('a', { ...company('1'), tenantId: 'tenant-2' })).toBe(false)
      const claim = held(await claimAt(queue, 0))
      expect(await queue.isWanted('a', company('1'))).toBe(true)
      await queue.ack(claim, claim.items)
      expect(await queue.isWanted('a', company('1'))).toBe(false)
    })

    test('every process hears of a request, and of the link where a person waits', async () => {
      const pubSub = memoryPubSub()
      const queue = await open(pubSub)
      const heard: string[] = []
      pubSub.subscribe('work', (linkId) => heard.push(linkId))
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10 }])
      expect(heard).toEqual([''])
      await queue.request([
        { linkId: 'b', record: company('1'), priority: 100 },
        { linkId: 'b', record: company('2'), priority: 100 },
        { linkId: 'c', record: company('1'), priority: 50 },
      ])
      await queue.request([])
      expect(heard).toEqual(['', 'b'])
    })

    test('what waits becomes more urgent by one each minute, but never as urgent as a person', async () => {
      const queue = await open()
      const ago = (minutes: number): Instant => instant(new Date(Date.now() - minutes * 60_000).toISOString())
      await queue.request([
        { linkId: 'bulk', record: company('1'), priority: 10, since: ago(45) },
        { linkId: 'old', record: company('1'), priority: 0, since: ago(300) },
        { linkId: 'webhook', record: company('1'), priority: 50, since: ago(1) },
        { linkId: 'person', record: company('1'), priority: 100 },
        { linkId: 'mixed', record: company('1'), priority: 0, since: ago(55) },
        { linkId: 'mixed', record: company('2'), priority: 50 },
      ])
      const served: (readonly [string, ...(string | null)[]])[] = []
      for (let claim = await claimAt(queue, 0); claim; claim = await claimAt(queue, 0)) {
        served.push([claim.linkId, ...ids(claim)])
      }
      expect(served).toEqual([
        ['person', '1'],
        ['old', '1'],
        ['bulk', '1'],
        ['mixed', '1', '2'],
        ['webhook', '1'],
      ])
    })

    test('[Q11] a link with few records has its turn while another one has many', async () => {
      const queue = await open()
      const many = Array.from({ length: 40 }, (_, index) => company(String(index)))
      await queue.request(many.map((record) => ({ linkId: 'many', record, priority: 10 })))
      await queue.request([{ linkId: 'few', record: company('1'), priority: 10 }])
      const served: string[] = []
      for (let claim = await claimAt(queue, 0, 10); claim; claim = await claimAt(queue, 0, 10)) {
        served.push(claim.linkId)
        await queue.ack(claim, claim.items)
      }
      expect(served).toEqual(['many', 'few', 'many', 'many', 'many'])
    })

    test('after a failure only a person makes it try again sooner', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: null, priority: 50 }])
      await queue.fail(held(await claimAt(queue, 0)), at(60))
      await queue.request([{ linkId: 'a', record: null, priority: 50 }])
      expect(await claimAt(queue, 59)).toBeNull()
      await queue.request([{ linkId: 'a', record: null, priority: 100 }])
      expect(ids(await claimAt(queue, 59))).toEqual([null])
    })

    test('a cancel tells which claims have some of it, as long as they are held', async () => {
      const queue = await open()
      await queue.request([{ linkId: 'a', record: company('1'), priority: 10, bulkId: 'r1' }])
      const claim = held(await claimAt(queue, 0))
      await queue.request([{ linkId: 'a', record: company('2'), priority: 10, bulkId: 'r2' }])
      await queue.request([{ linkId: 'b', record: company('3'), priority: 10, bulkId: 'r3' }])
      expect(await queue.cancel({ linkId: 'a', bulkId: 'r2' })).toEqual([])
      expect(await queue.cancel({ linkId: 'a', bulkId: 'unknown' })).toEqual([])
      expect(await queue.cancel({ linkId: 'b', bulkId: 'r1' })).toEqual([])
      const { linkId, owner } = claim
      expect(await queue.cancel({ linkId, bulkId: 'r1' })).toEqual([{ linkId, owner }])
      expect(await queue.isHeld(claim)).toBe(true)
      await queue.ack(claim, claim.items)
      expect(await queue.isHeld(claim)).toBe(false)
      const other = held(await claimAt(queue, 0))
      expect(await queue.cancel({ linkId: 'b' })).toEqual([{ linkId: 'b', owner: other.owner }])
      expect(await claimAt(queue, 60)).toBeNull()
    })

    test('ten thousand requests are taken in one call', async () => {
      const queue = await open()
      const requests = Array.from({ length: 10_000 }, (_, index) => ({
        linkId: 'a',
        record: company(String(index)),
        priority: 10,
      }))
      await queue.request(requests)
      expect(await queue.stats()).toEqual({ waiting: 10_000, claimed: 0 })
      expect(ids(await claimAt(queue, 0))).toHaveLength(50)
    })
  })
}
