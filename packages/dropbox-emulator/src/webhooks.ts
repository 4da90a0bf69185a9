import { toHex } from './bytes.ts'
import { answerWithFaults } from './fault-effects.ts'
import { webhookRoute } from './faults.ts'
import type { FaultSource } from './faults.ts'
import { newToken } from './ids.ts'
import type { AppState } from './state/app-state.ts'
import type { AccountChange } from './state/changes.ts'
import type { EmulatorState } from './state/emulator-state.ts'

/** One notification that was sent, or given up. */
export interface WebhookDelivery {
  readonly at: number
  readonly appKey: string
  readonly uri: string
  readonly accounts: readonly string[]
  /** Status of the last answer; `null` when there was none. */
  readonly status: number | null
  readonly attempts: number
}

/** Tells apps' servers that something changed in an account: who, never what. */
export interface Webhooks {
  /** Whether changes are told. What changes while it is `false` is never told. @default true */
  isEnabled: boolean
  /**
   * Adds an address to an app.
   *
   * @param options `verify` asks the address to repeat a challenge first, as Dropbox's app console does
   * @throws Error when it does not
   */
  register(appKey: string, uri: string, options?: { readonly verify?: boolean | undefined }): Promise<void>
  unregister(appKey: string, uri: string): void
  /** The latest deliveries, oldest first. */
  deliveries(): readonly WebhookDelivery[]
  /** Waits until nothing is left to deliver, retries included. */
  settled(): Promise<void>
  /** Stops timers and retries. */
  close(): void
}

/** Changes within this time become one notification. */
const coalesceMs = 100
/** Waits before the second, third and fourth attempt. */
const retryDelaysMs = [500, 2000, 5000]
const answerTimeoutMs = 10_000
const keptDeliveries = 200

/** Sends what changed to apps. `faults` for the route `webhook` make deliveries late, failing or lost. */
export function createWebhooks(
  state: EmulatorState,
  send: typeof globalThis.fetch,
  faults: Pick<FaultSource, 'take'>,
): Webhooks {
  const fetch = faultyFetch(send, faults)
  const waiting = new Map<string, { readonly accountIds: Set<string>; readonly timer: ReturnType<typeof setTimeout> }>()
  const running = new Set<Promise<void>>()
  const kept: WebhookDelivery[] = []
  const closing = new AbortController()
  const settledListeners = new Set<() => void>()

  const stop = state.changes.onChange((change) => {
    if (!webhooks.isEnabled) return
    for (const appKey of change.account.links.keys()) {
      const app = state.apps.get(appKey)
      if (app && app.webhookUris.length > 0 && concerns(change, app)) schedule(appKey, change.account.profile.accountId)
    }
  })

  function schedule(appKey: string, accountId: string): void {
    const entry = waiting.get(appKey)
    if (entry) return void entry.accountIds.add(accountId)
    const timer = setTimeout(() => notify(appKey), coalesceMs)
    waiting.set(appKey, { accountIds: new Set([accountId]), timer })
  }

  function notify(appKey: string): void {
    const accountIds = [...(waiting.get(appKey)?.accountIds ?? [])]
    const app = state.apps.get(appKey)
    for (const uri of app?.webhookUris ?? []) {
      if (app) track(deliver(app, uri, accountIds))
    }
    waiting.delete(appKey)
    tellIfSettled()
  }

  async function deliver(app: AppState, uri: string, accounts: readonly string[]): Promise<void> {
    const body = JSON.stringify({ list_folder: { accounts }, delta: { users: accounts.map(uidOf) } })
    const signature = await sign(app.secret, body)
    let status: number | null = null
    let attempts = 0
    for (const delayMs of [0, ...retryDelaysMs]) {
      await wait(delayMs, closing.signal)
      if (closing.signal.aborted) break
      attempts += 1
      status = await post(fetch, uri, body, signature, closing.signal)
      if (status !== null && status >= 200 && status < 300) break
    }
    kept.push({ at: state.clock.now(), appKey: app.key, uri, accounts, status, attempts })
    kept.splice(0, kept.length - keptDeliveries)
  }

  function uidOf(accountId: string): number {
    return Number(state.accounts.get(accountId)?.profile.uid ?? 0)
  }

  function track(delivery: Promise<void>): void {
    const tracked = delivery.finally(() => {
      running.delete(tracked)
      tellIfSettled()
    })
    running.add(tracked)
  }

  function tellIfSettled(): void {
    if (waiting.size > 0 || running.size > 0) return
    for (const listener of settledListeners) listener()
    settledListeners.clear()
  }

  const webhooks: Webhooks = {
    isEnabled: true,
    async register(appKey, uri, options = {}) {
      const app = state.apps.get(appKey)
      if (!app) throw new Error(`No app has the key "${appKey}": add it before its webhook.`)
      if (options.verify) await verify(fetch, uri)
      app.webhookUris = [...new Set([...app.webhookUris, uri])]
      state.changes.touch()
    },
    unregister(appKey, uri) {
      const app = state.apps.get(appKey)
      if (app) app.webhookUris = app.webhookUris.filter((each) => each !== uri)
      state.changes.touch()
    },
    deliveries: () => [...kept],
    settled: () =>
      new Promise((resolve) => {
        settledListeners.add(resolve)
        tellIfSettled()
      }),
    close() {
      stop()
      closing.abort()
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
      tellIfSettled()
    },
  }
  return webhooks
}

/** A `fetch` for deliveries that runs into faults, as requests to Dropbox do. */
function faultyFetch(send: typeof globalThis.fetch, faults: Pick<FaultSource, 'take'>): typeof globalThis.fetch {
  return async (input, init) => {
    if (init?.method !== 'POST') return send(input, init)
    const taken = faults.take({
      route: webhookRoute,
      account: null,
      arg: { uri: typeof input === 'string' ? input : null, body: init.body },
    })
    const signal = init.signal ?? new AbortController().signal
    const response = await answerWithFaults(taken, () => send(input, init), signal)
    if (response.type === 'error') throw new TypeError('The delivery was lost: a fault of the emulator.')
    return response
  }
}

/** An app folder's app is told about its folder only. */
function concerns({ account, appKey, namespaceIds }: AccountChange, app: AppState): boolean {
  if (appKey === app.key && !account.switches.notifyOwnWrites) return false
  const link = account.links.get(app.key)
  return link !== undefined && (link.namespaceId === null || namespaceIds.has(link.namespaceId))
}

async function post(
  fetch: typeof globalThis.fetch,
  uri: string,
  body: string,
  signature: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const response = await fetch(uri, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'DropboxWebhooks/1.0',
        'X-Dropbox-Signature': signature,
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return null
  }
}

async function verify(fetch: typeof globalThis.fetch, uri: string): Promise<void> {
  const challenge = newToken('', 24)
  const url = new URL(uri)
  url.searchParams.set('challenge', challenge)
  const response = await fetch(url, { headers: { 'User-Agent': 'DropboxWebhooks/1.0' } })
  const answer = await response.text()
  if (response.status === 200 && answer === challenge) return
  throw new Error(
    `${uri} must answer a GET with the value of its parameter "challenge"; it answered ${response.status}.`,
  )
}

/** Lowercase hex HMAC-SHA256 of the body, keyed with the app's secret. */
async function sign(secret: string, body: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(body)))
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish, { once: true })
    function finish() {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
  })
}
