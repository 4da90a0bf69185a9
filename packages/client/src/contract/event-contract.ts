import type { ServerEvent } from '@twinfolder/protocol'
import { describe, expect, onTestFinished, test } from 'vitest'

import type { LiveStatus, SyncAdapter } from '../sync-adapter.ts'
import { type Opened, someBytes } from './adapter-under-test.ts'

/** How hints arrive. */
export function eventContract(open: () => Promise<Opened>): void {
  function listen(adapter: SyncAdapter) {
    const events: ServerEvent[] = []
    const statuses: LiveStatus[] = []
    const stop = adapter.subscribe({
      onEvent: (event) => events.push(event),
      onStatus: (status) => statuses.push(status),
    })
    onTestFinished(stop)
    return { events, statuses, stop, isLive: () => expect.poll(() => statuses.at(-1)).toBe('live') }
  }

  describe('subscribe', () => {
    test('connects, then is live', async () => {
      const { client } = await open()
      const { statuses, isLive } = listen(client.adapter)
      await isLive()
      expect(statuses).toEqual(['connecting', 'live'])
    })

    test('hints at a record after an upload into it', async () => {
      const { client, record, upload } = await open()
      const { events, isLive } = listen(client.adapter)
      await isLive()
      await upload('quote.pdf', someBytes(10))
      await expect.poll(() => events).toContainEqual({ type: 'record', record })
    })

    test('hints at the connection after linking', async () => {
      const { client, link } = await open()
      const { events, isLive } = listen(client.adapter)
      await isLive()
      await link()
      await expect.poll(() => events).toContainEqual({ type: 'connection' })
    })

    test('each listener is told, until it stops', async () => {
      const { client, record, upload } = await open()
      const [stopped, other] = [listen(client.adapter), listen(client.adapter)]
      await Promise.all([stopped.isLive(), other.isLive()])
      stopped.stop()
      const before = stopped.events.length
      await upload('quote.pdf', someBytes(10))
      await expect.poll(() => other.events).toContainEqual({ type: 'record', record })
      expect(stopped.events).toHaveLength(before)
    })
  })
}
