import { http } from 'msw'
import type { HttpHandler } from 'msw'

import { createAccounts, requireAccount } from './account.ts'
import type { Accounts } from './account.ts'
import { createApps, requireApp } from './apps.ts'
import type { Apps } from './apps.ts'
import { createClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { createHandle, dropboxHosts } from './handle.ts'
import { newToken } from './ids.ts'
import type { ConsentMode } from './oauth/authorize-page.ts'
import { readConsent } from './oauth/consent.ts'
import { createRequestLog } from './request-log.ts'
import type { RequestLog } from './request-log.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'
import type { EmulatorSnapshot } from './snapshot.ts'
import type { NewAccount } from './state/account-state.ts'
import { scopesOf } from './state/app-state.ts'
import type { NewApp } from './state/app-state.ts'
import { createChangeHub } from './state/changes.ts'
import { memoryContents } from './state/contents.ts'
import type { ContentStore } from './state/contents.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { accessTokenLifetimeMs, emptyGrants } from './state/grants.ts'
import { grantTokens, linkApp } from './state/links.ts'
import { defaultSwitches } from './switches.ts'
import type { Switches } from './switches.ts'
import { createWebhooks } from './webhooks.ts'
import type { Webhooks } from './webhooks.ts'

export interface DropboxEmulatorOptions {
  readonly accounts?: readonly NewAccount[] | undefined
  readonly apps?: readonly NewApp[] | undefined
  /** Where Dropbox's behaviour is uncertain: what this one does. */
  readonly switches?: Partial<Switches> | undefined
  /** `auto` skips the consent page and allows for the first account. @default 'ask' */
  readonly consent?: ConsentMode | undefined
  /** How webhooks are sent. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Where contents of files rest. @default memory */
  readonly contents?: ContentStore | undefined
  /** State to start from, made by {@link DropboxEmulator.snapshot}. Needs the same contents. */
  readonly snapshot?: EmulatorSnapshot | undefined
}

/** The tokens a finished login leads to. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A Dropbox of one's own. */
export interface DropboxEmulator {
  /** For msw's `setupServer`, `setupWorker` and `getResponse`: all of Dropbox's hosts. */
  readonly handlers: HttpHandler[]
  /** Answers one request to a Dropbox host; what {@link DropboxEmulator.handlers} do. */
  readonly handle: (request: Request) => Promise<Response>
  readonly accounts: Accounts
  readonly apps: Apps
  readonly clock: Clock
  readonly faults: Faults
  readonly log: RequestLog
  readonly webhooks: Webhooks
  /** May be changed at any time. */
  readonly switches: Switches
  consent: ConsentMode
  /**
   * Opens an authorize page and decides on it, as the owner of `account` would.
   *
   * @param url of the page, on Dropbox's host or an emulator's
   * @returns the address the browser is sent back to
   * @throws Error with the text of the page when the app's request is wrong
   */
  authorize(
    url: string | URL,
    choice: { readonly account: string; readonly decision?: 'allow' | 'deny' | undefined },
  ): Promise<string>
  /** Tokens without a login. Links the app as a login would. @param scopes default: all the app may ask for */
  tokenFor(email: string, appKey: string, scopes?: readonly string[]): TokenPair
  /** Makes given texts work as tokens, for programs that have theirs in a file. The access token lasts four hours. */
  addToken(token: {
    readonly email: string
    readonly accessToken: string
    readonly refreshToken?: string | undefined
    /** @default the first app */
    readonly appKey?: string | undefined
  }): void
  /** The state as JSON, without contents of files. */
  snapshot(): EmulatorSnapshot
  /** Calls `listener` after each change of the state. @returns a function that stops it */
  onChange(listener: () => void): () => void
  /** Stops webhooks and answers long polls. */
  close(): void
}

/**
 * Makes a Dropbox that lives in memory: accounts, their files, the change feed, OAuth, webhooks.
 *
 * @example
 * const emulator = createDropboxEmulator({ accounts: [{ email: 'sofie@example.com' }], apps: [{ key: 'k', secret: 's' }] })
 * const { accessToken } = emulator.tokenFor('sofie@example.com', 'k')
 * const dropbox = new Dropbox({ accessToken, fetch: emulatorFetch(emulator) })
 */
export function createDropboxEmulator(options: DropboxEmulatorOptions = {}): DropboxEmulator {
  const state = emulatorState(options)
  if (options.snapshot) restoreSnapshot(state, options.snapshot)
  const apps = createApps(state)
  const accounts = createAccounts(state)
  for (const app of options.apps ?? []) apps.add(app)
  for (const account of options.accounts ?? []) accounts.create(account)
  const faults = createFaults()
  const log = createRequestLog()
  const send: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const webhooks = createWebhooks(state, send, faults)
  const handle = createHandle({ state, faults, log, consentMode: () => emulator.consent })

  const emulator: DropboxEmulator = {
    handlers: dropboxHosts.map((host) => http.all(`https://${host}/*`, ({ request }) => handle(request))),
    handle,
    accounts,
    apps,
    clock: state.clock,
    faults,
    log,
    webhooks,
    switches: state.switches,
    consent: options.consent ?? 'ask',
    async authorize(url, { account, decision = 'allow' }) {
      const { search, searchParams } = new URL(url)
      readConsent(state, searchParams)
      const email = decision === 'allow' ? requireAccount(state, account).profile.email : account
      const answer = await handle(
        new Request(`https://www.dropbox.com/oauth2/authorize${search}`, {
          method: 'POST',
          body: new URLSearchParams({ account: email, decision }),
        }),
      )
      const location = answer.headers.get('location')
      if (location === null) throw new Error(`The authorize page answered ${answer.status} and led nowhere.`)
      return location
    },
    tokenFor(email, appKey, scopes) {
      const app = requireApp(state, appKey)
      return grantTokens(state, requireAccount(state, email), app, scopes ?? scopesOf(app))
    },
    addToken({ email, accessToken, refreshToken = null, appKey }) {
      const account = requireAccount(state, email)
      const app = requireApp(state, appKey ?? apps.list()[0]?.key ?? '')
      const scopes = scopesOf(app)
      const grant = { accountId: account.profile.accountId, appKey: app.key, scopes }
      linkApp(state, account, app, scopes)
      const expiresAt = state.clock.now() + accessTokenLifetimeMs
      state.grants.access.set(accessToken, { ...grant, refreshToken, expiresAt })
      if (refreshToken !== null) state.grants.refresh.set(refreshToken, { ...grant, isPublic: true })
      state.changes.touch()
    },
    snapshot: () => takeSnapshot(state),
    onChange: (listener) => state.changes.onTouch(listener),
    close() {
      webhooks.close()
      state.changes.close()
    },
  }
  return emulator
}

function emulatorState(options: DropboxEmulatorOptions): EmulatorState {
  return {
    instance: options.snapshot?.instance ?? newToken('', 9),
    clock: createClock(options.snapshot?.clockOffsetMs ?? 0),
    switches: { ...defaultSwitches, ...options.snapshot?.switches, ...options.switches },
    contents: options.contents ?? memoryContents(),
    accounts: new Map(),
    apps: new Map(),
    grants: emptyGrants(),
    sessions: new Map(),
    jobs: new Map(),
    webLinks: new Map(),
    writeLocks: new Map(),
    callTimes: new Map(),
    changes: createChangeHub(),
  }
}
