import { createHash } from 'node:crypto'

import { type Remote, type RemoteGrant, type RemoteProvider, Secret } from '@twinfolder/core'
import {
  type DropboxAccount,
  type DropboxEmulator,
  type Switches,
  createDropboxEmulator,
  emulatorFetch,
} from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'

import { type DropboxOptions, dropbox } from '../dropbox.ts'

/** An account of the emulator, linked through the consent page with PKCE as a user would. */
export interface LinkedEmulator {
  readonly emulator: DropboxEmulator
  readonly account: DropboxAccount
  readonly provider: RemoteProvider
  readonly grant: RemoteGrant
  readonly remote: Remote
  /** The emulator's view of a path of the app folder. */
  readonly inAccount: (path: string) => string
  readonly waits: number[]
  readonly close: () => Promise<void>
}

export const appKey = 'app-key'
export const appSecret = 'app-secret'
const owner = 'sofie@example.com'

/** How the adapter reaches the emulator: in the same process, or by `baseUrl` over HTTP on loopback. */
export type Reach = 'in process' | 'over HTTP'

/** Changes to the usual setup. */
export interface LinkedOptions extends Partial<DropboxOptions> {
  readonly switches?: Partial<Switches>
  /** Stands between the adapter and the emulator. */
  readonly wrapFetch?: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
}

export async function linkedEmulator(
  reach: Reach,
  { switches, wrapFetch = (fetch) => fetch, ...options }: LinkedOptions = {},
): Promise<LinkedEmulator> {
  const emulator = createDropboxEmulator({
    accounts: [{ email: owner }],
    apps: [{ key: appKey, secret: appSecret, folderName: 'Demo CRM' }],
    switches,
  })
  const server = reach === 'over HTTP' ? await startEmulator({ port: 0, emulator }) : null
  const waits: number[] = []
  const provider = dropbox({
    appKey,
    appSecret,
    clock: emulator.clock,
    wait: async (ms) => void waits.push(ms),
    ...(server ? { baseUrl: server.url } : {}),
    fetch: wrapFetch(server ? globalThis.fetch : emulatorFetch(emulator)),
    ...options,
  })
  const grant = await link(provider, emulator)
  return {
    emulator,
    account: emulator.accounts.get(owner),
    provider,
    grant,
    remote: provider.connect(grant),
    inAccount: (path) => `/Apps/Demo CRM${path}`,
    waits,
    close: async () => (server ? server.close() : emulator.close()),
  }
}

/** The consent of a user, from the authorize address to a refresh token. */
export async function link(provider: RemoteProvider, emulator: DropboxEmulator, email = owner): Promise<RemoteGrant> {
  const redirectUri = 'http://127.0.0.1:8080/callback'
  const verifier = 'verifier-'.repeat(6)
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
  const url = provider.authorizeUrl({ redirectUri, state: 'a state & more', codeChallenge, locale: 'nl' })
  const back = new URL(await emulator.authorize(url, { account: email }))
  if (back.searchParams.get('state') !== 'a state & more') throw new Error(`The state did not come back: ${back.href}`)
  const code = back.searchParams.get('code') ?? ''
  return provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret(verifier) })
}
