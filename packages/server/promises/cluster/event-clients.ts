import { type ClientRequest, request } from 'node:http'

import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'

import { USER_HEADER } from './compose.ts'
import { sleep } from '../waiting.ts'

/** What a server lets one user have is six. */
const STREAMS_A_USER = 5
/** How long a browser waits that was refused; a random share of it comes on top. */
const AGAIN_MS = 500

/** Many browsers that listen to a server. */
export interface EventClients {
  /** How many hear the server now. */
  listening(): number
  /** Cuts every connection; all browsers come back at once. @returns how long it took until the last one was heard again, in ms */
  storm(limitMs: number): Promise<number>
  close(): void
}

/** Has `count` streams opened, and keeps each open as a browser does: when it ends, another one takes its place. */
export function listenFrom(origin: string, count: number, random: () => number): EventClients {
  const isOver = new AbortController()
  const clients = Array.from({ length: count }, (_, at) => {
    const client = { request: null as ClientRequest | null, isHeard: false }
    void keepListening(client, `tenant/listener-${Math.floor(at / STREAMS_A_USER)}`)
    return client
  })

  async function keepListening(client: (typeof clients)[number], user: string): Promise<void> {
    while (!isOver.signal.aborted) {
      const wasHeard = await new Promise<boolean>((resolve) => {
        const headers = { [USER_HEADER]: user, [PROTOCOL_HEADER]: PROTOCOL_VERSION, accept: 'text/event-stream' }
        let isOpen = false
        client.request = request(`${origin}/twinfolder/events`, { headers, agent: false }, (answer) => {
          isOpen = answer.statusCode === 200
          client.isHeard = isOpen
          answer.once('close', () => resolve(isOpen)).resume()
        })
        client.request.once('error', () => resolve(isOpen))
        client.request.end()
      })
      client.isHeard = false
      // Who was heard before comes back at once, all of them together; who was refused waits.
      if (!wasHeard) await sleep(AGAIN_MS * (1 + random()))
    }
  }

  const listening = (): number => clients.filter(({ isHeard }) => isHeard).length
  return {
    listening,
    async storm(limitMs) {
      const startedAt = performance.now()
      for (const client of clients) {
        client.request?.destroy()
        client.isHeard = false
      }
      while (listening() < count && performance.now() - startedAt < limitMs) await sleep(20)
      return performance.now() - startedAt
    },
    close() {
      isOver.abort()
      for (const client of clients) client.request?.destroy()
    },
  }
}
