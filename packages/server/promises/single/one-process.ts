import type { RecordKey } from '@twinfolder/core'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { type DropboxEmulator, createDropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'

import type { LogEntry } from '../../src/index.ts'
import { type ComposeOptions, type Composed, USER_HEADER, compose } from '../cluster/compose.ts'
import { APP_KEY, APP_SECRET } from '../cluster/emulator-process.ts'
import type { PromiseContext } from '../context.ts'
import { until } from '../waiting.ts'

/** One request to Dropbox, on the clock of the emulator. */
export interface Call {
  /** e.g. `files/upload`. */
  readonly route: string
  readonly startedAt: number
  /** When the answer was there; `null` until then. */
  endedAt: number | null
  status: number | null
  retryAfterMs: number | null
  /** The access token that it was made with: tells accounts from one another. */
  readonly token: string | null
}

/** A server, its workers and a Dropbox in this process, over a real PostgreSQL, on a clock that can be moved. */
export interface OneProcess extends Composed {
  readonly emulator: DropboxEmulator
  readonly clock: DropboxEmulator['clock']
  readonly calls: readonly Call[]
  readonly log: readonly LogEntry[]
  /** A request of a user's browser: `tenant/user`. A stream is an upload. */
  send(user: string, method: string, path: string, body?: unknown): Promise<Response>
  link(user: string, email: string): Promise<void>
  /** Puts a file into the CRM, over what is there. */
  put(record: RecordKey, name: string, text: string): Promise<void>
  /** Wakes the workers, so that they look at the clock. */
  wake(): void
  /** Waits until nothing is left that is ready by the clock. */
  untilIdle(limitMs?: number): Promise<void>
  /** When the first piece of work that waits is ready; `null` when none waits. */
  nextReadyAt(): Promise<number | null>
  /** Moves the clock to when waiting work is ready, again and again, until none is left. */
  untilDone(options?: { readonly mostJumps?: number; readonly limitMs?: number }): Promise<void>
}

const ORIGIN = 'https://crm.example'
const person = { userId: 'owner', name: 'Owner', via: 'host' } as const

/** Starts it with a worker. */
export async function startOneProcess(
  context: PromiseContext,
  { accounts, ...more }: { readonly accounts: readonly string[] } & Pick<ComposeOptions, 'change' | 'throughBlobs'>,
): Promise<OneProcess> {
  const emulator = createDropboxEmulator({
    accounts: accounts.map((email) => ({ email })),
    apps: [
      {
        key: APP_KEY,
        secret: APP_SECRET,
        folderName: 'Demo CRM',
        webhookUris: [`${ORIGIN}/twinfolder/webhooks/dropbox`],
      },
    ],
    fetch: (input, init) => parts.server.handle(new Request(input, init)),
  })
  const { clock } = emulator
  const calls: Call[] = []
  const log: LogEntry[] = []
  const parts = await compose({
    databaseUrl: await context.database(),
    dataDir: await context.folder(),
    emulatorUrl: null,
    origin: ORIGIN,
    clock,
    fetch: noted(emulatorFetch(emulator), clock, calls),
    ...more,
    log: (entry) => void log.push(entry),
  })
  const { server, stores, files, db } = parts
  if (db === null) throw new TypeError('This is for PostgreSQL.')
  const stop = new AbortController()
  const working = server.work({ signal: stop.signal })
  context.defer(async () => {
    stop.abort()
    await working
    emulator.close()
    await parts.close()
  })

  const work = async () => {
    const rows = await db.selectFrom('sync_work').select(['ready_at']).execute()
    const claims = await db.selectFrom('sync_claim').select(['link_id']).where('owner', 'is not', null).execute()
    return { readyAt: rows.map(({ ready_at }) => ready_at.getTime()), claimed: claims.length }
  }
  const self: OneProcess = {
    ...parts,
    emulator,
    clock,
    calls,
    log,
    send(user, method, path, body) {
      const headers: Record<string, string> = { [USER_HEADER]: user, [PROTOCOL_HEADER]: PROTOCOL_VERSION }
      const isStream = body instanceof ReadableStream
      if (body !== undefined) headers['content-type'] = isStream ? 'application/octet-stream' : 'application/json'
      // `duplex` is what a streamed body needs and the DOM types do not know yet.
      const init: RequestInit & { duplex?: 'half' } = { method, headers }
      if (isStream) Object.assign(init, { body, duplex: 'half' })
      else if (body !== undefined) init.body = JSON.stringify(body)
      return server.handle(new Request(`${ORIGIN}/twinfolder${path}`, init))
    },
    async link(user, email) {
      const begun = await self.send(user, 'POST', '/connection/link', { mode: 'popup', returnTo: '/' })
      const { authorizeUrl } = (await begun.json()) as { readonly authorizeUrl: string }
      const callbackUrl = await emulator.authorize(authorizeUrl, { account: email })
      const answer = await self.send(user, 'POST', '/connection/complete', { callbackUrl })
      if (!answer.ok) throw new Error(`${user} could not be linked: ${await answer.text()}`)
    },
    async put(record, name, text) {
      const bytes = new TextEncoder().encode(text)
      const contents = { sizeBytes: bytes.byteLength, contentHash: null, open: async () => streamOf(bytes) }
      const { files: present } = await files.list(record, { after: null, limit: 1000 })
      const known = present.find((file) => file.name === name)
      const how = { actor: person, idempotencyKey: crypto.randomUUID() }
      if (known) await files.replace({ record, id: known.id, expectedVersion: known.version }, contents, how)
      else await files.create(record, { folder: [], name, ...how }, contents)
      await server.recordChanged(record)
    },
    wake: () => stores.pubSub.publish('work', ''),
    async untilIdle(limitMs = 60_000) {
      let looks = 0
      const isIdle = async (): Promise<boolean> => {
        const { readyAt, claimed } = await work()
        const isBusy = claimed > 0 || readyAt.some((at) => at <= clock.now())
        looks = isBusy ? 0 : looks + 1
        return looks > 3
      }
      await until('everything that is ready is done', isIdle, { limitMs, everyMs: 10 })
    },
    async nextReadyAt() {
      const { readyAt } = await work()
      return readyAt.length === 0 ? null : Math.min(...readyAt)
    },
    async untilDone({ mostJumps = 1000, limitMs = 120_000 } = {}) {
      const end = performance.now() + limitMs
      for (let jump = 0; ; jump += 1) {
        await self.untilIdle(end - performance.now())
        const next = await self.nextReadyAt()
        if (next === null) return
        if (jump === mostJumps) throw new Error(`There is still work after ${mostJumps} jumps of the clock.`)
        clock.advance(Math.max(0, next - clock.now()) + 1)
        self.wake()
      }
    },
  }
  return self
}

function noted(send: typeof globalThis.fetch, clock: DropboxEmulator['clock'], calls: Call[]): typeof globalThis.fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    const token = new Headers(init?.headers).get('authorization')
    const call: Call = {
      route: pathname.replace(/^\/2\//, '').replace(/^\//, ''),
      startedAt: clock.now(),
      endedAt: null,
      status: null,
      retryAfterMs: null,
      token,
    }
    calls.push(call)
    const answer = await send(input, init)
    call.endedAt = clock.now()
    call.status = answer.status
    const retryAfter = answer.headers.get('retry-after')
    call.retryAfterMs = retryAfter === null ? null : Number(retryAfter) * 1000
    return answer
  }
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
