import { QueryClient } from '@tanstack/react-query'
import { type RenderResult, render } from '@testing-library/react'
import { type SyncAdapter, inPageAdapter } from '@twinfolder/client'
import { type RecordKey, type RecordRef, Secret } from '@twinfolder/core'
import {
  type MemoryHostFiles,
  type MemoryHostRecords,
  memoryHostFiles,
  memoryHostRecords,
} from '@twinfolder/core/memory'
import { dropbox } from '@twinfolder/dropbox'
import { type DropboxEmulator, type OwnerFiles, createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { createServer } from '@twinfolder/server'
import { http } from 'msw'
import { type SetupServer, setupServer } from 'msw/node'
import { type ReactNode, StrictMode } from 'react'
import { onTestFinished } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import type { Authorize } from '../link/late-linking.ts'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'

/** Who uses the CRM; each has a Dropbox of the same name. */
export type Person = 'sofie' | 'jonas'

/** What differs from a chain with webhooks, the stream of hints, and a quick poll of what is open. */
export interface ChainOptions {
  /** How often the server asks Dropbox while a record is open. @default 100 */
  readonly openRecordPollMs?: number | undefined
  /** Whether Dropbox tells the server of changes. @default false, so that the poll has to find them */
  readonly webhooks?: boolean | undefined
  /** Whether the stream of hints gets through, e.g. through a company's proxy. @default true */
  readonly eventStream?: boolean | undefined
  /** @default 50 MB, as for everybody */
  readonly maxFileBytes?: number | undefined
}

/** Everything between the button and Dropbox, with both ends in hand. It closes itself after the test. */
export interface WholeChain {
  readonly emulator: DropboxEmulator
  /** MSW: what leaves this process ends here. */
  readonly network: SetupServer
  /** The CRM's files and records, as the CRM's own users have them. */
  readonly crm: { readonly files: MemoryHostFiles; readonly records: MemoryHostRecords }
  /** Moves the server's clock on. */
  later(ms: number): void
  /** What a person has in the Dropbox, seen from the account's root. */
  dropboxOf(person: Person): OwnerFiles
  /** Requests of the browser so far, e.g. `POST /twinfolder/records/…`. */
  readonly requests: readonly string[]
  /** How many requests to Dropbox carried contents of a file so far. */
  uploadCalls(): number
  adapterOf(person: Person): SyncAdapter
  /** How far the server is with a record, without asking the widget. */
  phaseOf(record: RecordRef, person?: Person): Promise<string>
  /** Consents, or refuses to, in the person's own Dropbox; as `account` in another one. */
  consent(person: Person, decision?: 'allow' | 'deny', account?: string): Authorize
  /** Links the person's own Dropbox without the widget. */
  link(person?: Person): Promise<void>
  /** Renders the widget of a record, or something else of ours. */
  readonly open: (
    what?: RecordRef | ReactNode,
    options?: { readonly as?: Person; readonly authorize?: Authorize },
  ) => RenderResult
}

export const acme = { module: 'companies', id: '1001' } as const
export const beta = { module: 'companies', id: '1002' } as const
export const riverside = { module: 'projects', id: '3001' } as const
/** Where the records' files are in a Dropbox. */
export const acmeFolder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
export const betaFolder = '/Apps/Demo CRM/Companies/Beta BV (1002)'
export const riversideFolder = '/Apps/Demo CRM/Projects/Riverside (PRJ-1)'

/** A record as the CRM's own code names it. */
export const keyOf = ({ module, id }: RecordRef): RecordKey => ({ tenantId: 'demo', module, id })

const userHeader = 'x-demo-user'
const uploadRoutes = ['files/upload', 'files/upload_session/start', 'files/upload_session/append_v2']

/**
 * Builds the whole chain: `FilesWidget`, the typed client, a server in this process, the engine, the adapter on the
 * official SDK, and an emulated Dropbox behind MSW. A request that nobody expects is an error.
 */
export function wholeChain(options: ChainOptions = {}): WholeChain {
  let ahead = 0
  const clock = { now: () => Date.now() + ahead }
  const random = { id: () => crypto.randomUUID(), fraction: () => Math.random() }
  const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)
  const publicUrl = `${location.origin}/twinfolder`
  const webhookUri = `${publicUrl}/webhooks/dropbox`
  const app = { key: 'demo-key', secret: 'demo-secret', name: 'Demo CRM', folderName: 'Demo CRM' }
  const emulator = createDropboxEmulator({
    accounts: [
      { email: 'sofie@example.com', plan: 'plus' },
      { email: 'jonas@example.com' },
      { email: 'pro@example.com', plan: 'professional' },
    ],
    apps: [{ ...app, webhookUris: options.webhooks ? [webhookUri] : [] }],
  })
  const files = memoryHostFiles({ clock, random, sha256 })
  const records = memoryHostRecords({
    records: [
      [keyOf(acme), { name: 'Acme GmbH', number: '1001', singular: 'Company' }],
      [keyOf(beta), { name: 'Beta BV', number: '1002', singular: 'Company' }],
      [keyOf(riverside), { name: 'Riverside', number: 'PRJ-1', singular: 'Project' }],
    ],
  })
  const server = createServer({
    // Attempts follow each other at once: what is proved is that they end well, not how long they wait.
    remote: dropbox({ appKey: app.key, appSecret: app.secret, wait: () => Promise.resolve() }),
    records,
    files,
    authenticate: ({ headers }) => {
      const userId = headers.get(userHeader)
      if (userId === null) return null
      const firstName = `${userId.slice(0, 1).toUpperCase()}${userId.slice(1)}`
      const session = { sessionId: `browser of ${userId}`, locale: 'en', timeZone: 'UTC', isAdmin: false }
      return { tenantId: 'demo', userId, firstName, ...session }
    },
    key: new Secret('a key for tests only, of 32 bytes'),
    publicUrl,
    appFolderLabel: 'Apps/Demo CRM',
    clock,
    openRecordPollMs: options.openRecordPollMs ?? 100,
    maxFileBytes: options.maxFileBytes,
  })
  const network = setupServer(
    ...emulator.handlers,
    http.post(webhookUri, ({ request }) => server.handle(request)),
  )
  network.listen({ onUnhandledFrame: 'error' })
  const stopping = new AbortController()
  const working = server.work({ signal: stopping.signal })
  // Much happens here that no test waits for in `act`: the server has its own time.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
  onTestFinished(async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    stopping.abort()
    await working
    await server.close()
    emulator.close()
    network.close()
  })

  const requests: string[] = []
  const adapters = new Map<Person, SyncAdapter>()
  const adapterFor = (person: Person): SyncAdapter =>
    inPageAdapter((request) => {
      const { pathname } = new URL(request.url)
      requests.push(`${request.method} ${pathname}`)
      if (options.eventStream === false && pathname.endsWith('/events')) return new Response(null, { status: 502 })
      request.headers.set(userHeader, person)
      return server.handle(request)
    })
  const chain: WholeChain = {
    emulator,
    network,
    crm: { files, records },
    requests,
    later: (ms) => void (ahead += ms),
    dropboxOf: (person) => emulator.accounts.get(emailOf(person)).files,
    uploadCalls: () => emulator.log.entries().filter(({ route }) => uploadRoutes.includes(route)).length,
    adapterOf(person) {
      const adapter = adapters.get(person) ?? adapterFor(person)
      adapters.set(person, adapter)
      return adapter
    },
    async phaseOf({ module, id }, person = 'sofie') {
      const view = await chain.adapterOf(person).call('getRecord', { path: { module, recordId: id } })
      return view.ok ? view.value.sync.phase : view.error.code
    },
    consent:
      (person, decision = 'allow', account = emailOf(person)) =>
      (url) =>
        emulator.authorize(url, { account, decision }),
    async link(person = 'sofie') {
      const adapter = chain.adapterOf(person)
      const begun = await adapter.call('beginLink', {
        body: { mode: 'popup', returnTo: '/', useAnotherAccount: false },
      })
      if (!begun.ok) throw new Error(begun.error.code)
      const callbackUrl = await chain.consent(person)(begun.value.authorizeUrl)
      const linked = await adapter.call('completeLink', { body: { callbackUrl } })
      if (!linked.ok) throw new Error(linked.error.code)
    },
    open: (what = acme, { as = 'sofie', authorize = chain.consent(as) } = {}) =>
      render(
        <StrictMode>
          <TwinfolderProvider
            adapter={chain.adapterOf(as)}
            messages={en}
            timeZone="UTC"
            crmName="Demo CRM"
            queryClient={new QueryClient()}
            authorize={authorize}
          >
            {isRecord(what) ? <FilesWidget record={what} /> : what}
          </TwinfolderProvider>
        </StrictMode>,
      ),
  }
  return chain
}

function emailOf(person: Person): string {
  return `${person}@example.com`
}

function isRecord(what: RecordRef | ReactNode): what is RecordRef {
  return typeof what === 'object' && what !== null && 'module' in what
}
