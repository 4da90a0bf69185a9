import { type Clock, type RemoteProvider, Secret, isSyncError } from '@twinfolder/core'

import { type Calls, openCalls } from './calls.ts'
import { createOAuth } from './oauth.ts'
import { createRemote, guarded } from './remote.ts'
import { type RetryPolicy, type Wait, wait } from './retry.ts'
import { type CallReport, createTransport } from './transport.ts'
import { verifiedAccounts } from './webhook.ts'

/** What the adapter needs of an app that is registered at https://www.dropbox.com/developers/apps. */
export interface DropboxOptions {
  /** The app key. It is public: it shows in the address of the consent page. */
  readonly appKey: string
  /** The app secret. It only checks webhooks; without it, none is accepted. Links are made with PKCE, without it. */
  readonly appSecret?: Secret | string | undefined
  /** What users are asked to grant. @default account_info.read, files.metadata.read, files.content.read and .write */
  readonly scopes?: readonly string[] | undefined
  /**
   * Points at an emulator: `${baseUrl}/api.dropboxapi.com/2/…`, and so on for each of Dropbox's hosts. Without it only
   * Dropbox's own hosts are called, over https.
   */
  readonly baseUrl?: string | undefined
  /** @default the global `fetch`, looked up at each call */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How often a call is tried when trying again makes sense. @default 4 */
  readonly maxAttempts?: number | undefined
  /** How long Dropbox may take for one answer, or for the next bytes of a download. @default 100,000 ms */
  readonly timeoutMs?: number | undefined
  /** Told about each request, for logs. It never sees a token, a path or contents. */
  readonly onCall?: ((call: CallReport) => void) | undefined
  /** @default the system clock */
  readonly clock?: Clock | undefined
  /** Waits between attempts; tests replace it. It ends at once when the signal aborts. @default a timer */
  readonly wait?: Wait | undefined
}

/** The least that synchronising needs. */
const SCOPES = ['account_info.read', 'files.metadata.read', 'files.content.read', 'files.content.write']

/**
 * Dropbox for `createServer({ remote: dropbox({ appKey }) })`: consent, webhooks and accounts. Use an app with the access
 * type "App folder"; Dropbox cannot change the type later.
 */
export function dropbox(options: DropboxOptions): RemoteProvider {
  const { appKey, baseUrl, scopes = SCOPES, clock = { now: () => Date.now() }, timeoutMs = 100_000 } = options
  if (appKey === '') throw new TypeError('Give dropbox() the app key of your Dropbox app.')
  if (baseUrl !== undefined && !/^https?:\/\//.test(baseUrl)) {
    throw new TypeError(`The baseUrl of an emulator looks like "http://127.0.0.1:4700", got "${baseUrl}".`)
  }
  const policy: RetryPolicy = {
    clock,
    maxAttempts: options.maxAttempts ?? 4,
    wait: options.wait ?? wait,
    fraction: () => Math.random(),
  }
  const transport = createTransport({ fetch: options.fetch, baseUrl, clock, timeoutMs, onCall: options.onCall })
  const oauth = createOAuth({ appKey, scopes, baseUrl, transport, policy })
  const open = (refreshToken: Secret): Calls => openCalls(refreshToken, transport, oauth, policy)
  return {
    id: 'dropbox',
    warnings: scopes
      .filter((scope) => !SCOPES.includes(scope))
      .map((scope) => `Users are asked for the scope "${scope}", which nothing here needs.`),
    authorizeUrl: (request) => oauth.authorizeUrl(request),
    exchangeCode: (request, callOptions) => guarded(callOptions, () => oauth.exchangeCode(request, callOptions)),
    connect: ({ refreshToken }) => createRemote(open(refreshToken), timeoutMs),
    revoke: ({ refreshToken }, callOptions) =>
      guarded(callOptions, async (turn) => {
        try {
          await open(refreshToken).sdk('auth/token/revoke', (sdk, how) => sdk.authTokenRevoke(how), turn)
        } catch (error) {
          if (!isSyncError(error, 'link_revoked')) throw error // it was gone before us
        }
      }),
    verifyWebhook: (body, signature) => verifiedAccounts(secretOf(options.appSecret), body, signature),
  }
}

/** An empty text, as of a variable that is not set, is no secret: anyone could sign with it. */
function secretOf(given: Secret | string | undefined): Secret | null {
  const secret = typeof given === 'string' ? new Secret(given) : given
  return secret === undefined || secret.reveal() === '' ? null : secret
}
