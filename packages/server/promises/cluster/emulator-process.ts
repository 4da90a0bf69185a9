import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { Fault, LogEntry, Switches, TreeEntry } from '@twinfolder/dropbox-emulator'

export const APP_KEY = 'app-key'
export const APP_SECRET = 'app-secret'
/** Where the app's folder is in an account. */
export const APP_FOLDER = '/Apps/Demo CRM'

/** The command `dropbox-emulator` in a process of its own, and its JSON API. */
export interface EmulatorProcess {
  readonly url: string
  readonly pid: number
  /** An account, as its owner has it in hand. Paths start at the app folder. */
  account(email: string): DropboxOwner
  addFault(fault: Fault): Promise<void>
  clearFaults(): Promise<void>
  switches(change: Partial<Switches>): Promise<void>
  sendWebhooksTo(uri: string): Promise<void>
  setWebhooks(isEnabled: boolean): Promise<void>
  /** Requests since `number`, oldest first: the emulator keeps the last 5,000. */
  log(since: number): Promise<readonly LogEntry[]>
  /** Decides on a consent page, and gives the address that the browser is sent back to. */
  allow(authorizeUrl: string, email: string): Promise<string>
  stop(): Promise<void>
}

/** What the owner of a Dropbox does, and sees. */
export interface DropboxOwner {
  put(path: string, contents: Uint8Array | string): Promise<void>
  remove(path: string): Promise<void>
  move(from: string, to: string): Promise<void>
  read(path: string): Promise<Uint8Array>
  /** Everything below a folder of the app folder, by path from the app folder on. */
  tree(below?: string): Promise<ReadonlyMap<string, TreeEntry>>
  revisions(path: string): Promise<readonly { readonly contentHash: string }[]>
  disconnect(): Promise<void>
  accountId(): Promise<string>
}

const script = fileURLToPath(new URL('emulator-main.ts', import.meta.url))

/** Starts an emulator with these accounts. */
export async function startEmulatorProcess(accounts: readonly string[]): Promise<EmulatorProcess> {
  const named = accounts.flatMap((email) => ['--account', email])
  const child = fork(script, ['--port', '0', '--app', `${APP_KEY}:${APP_SECRET}:folder:Demo CRM`, ...named], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const told = await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit').then(() => [''])])
  const url = /http:\/\/[\d.]+:\d+/.exec(String(told[0]))?.[0]
  if (url === undefined) throw new Error(`The Dropbox emulator did not start: ${String(told[0])}`)
  const api = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const type = { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }
    const init = body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body), headers: type }
    const answer = await fetch(`${url}/_emulator/api/${path}`, { method, ...init })
    if (!answer.ok)
      throw new Error(`The emulator answered ${answer.status} to ${method} ${path}: ${await answer.text()}`)
    return answer
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop,
    account: (email) => ownerOf(email, api),
    addFault: async (fault) => void (await api('POST', 'faults', fault)),
    clearFaults: async () => void (await api('DELETE', 'faults')),
    switches: async (change) => void (await api('PATCH', 'switches', change)),
    sendWebhooksTo: async (uri) => void (await api('POST', 'webhooks', { appKey: APP_KEY, uri, verify: false })),
    setWebhooks: async (isEnabled) => void (await api('PUT', 'webhooks', { isEnabled })),
    log: async (since) => (await (await api('GET', `log?since=${since}`)).json()) as readonly LogEntry[],
    async allow(authorizeUrl, email) {
      const { search } = new URL(authorizeUrl)
      const answer = await fetch(`${url}/www.dropbox.com/oauth2/authorize${search}`, {
        method: 'POST',
        body: new URLSearchParams({ account: email, decision: 'allow' }),
        redirect: 'manual',
      })
      const back = answer.headers.get('location')
      if (back === null) throw new Error(`The consent page answered ${answer.status}.`)
      return back
    },
  }
}

type Api = (method: string, path: string, body?: unknown) => Promise<Response>

function ownerOf(email: string, api: Api): DropboxOwner {
  const account = `accounts/${encodeURIComponent(email)}`
  const at = (path: string): string => `path=${encodeURIComponent(`${APP_FOLDER}${path}`)}`
  return {
    put: async (path, contents) => void (await api('PUT', `${account}/files?${at(path)}`, contents)),
    remove: async (path) => void (await api('DELETE', `${account}/files?${at(path)}`)),
    move: async (from, to) =>
      void (await api('POST', `${account}/move`, { from: `${APP_FOLDER}${from}`, to: `${APP_FOLDER}${to}` })),
    read: async (path) => new Uint8Array(await (await api('GET', `${account}/files?${at(path)}`)).arrayBuffer()),
    async tree(below = '') {
      const answer = await api('GET', `${account}/tree?${at(below)}`)
      const tree = (await answer.json()) as Readonly<Record<string, TreeEntry>>
      return new Map(Object.entries(tree).map(([path, entry]) => [path.slice(APP_FOLDER.length), entry]))
    },
    revisions: async (path) =>
      (await (await api('GET', `${account}/revisions?${at(path)}`)).json()) as readonly { contentHash: string }[],
    accountId: async () => ((await (await api('GET', account)).json()) as { readonly accountId: string }).accountId,
    disconnect: async () => void (await api('DELETE', `${account}/apps/${APP_KEY}`)),
  }
}
