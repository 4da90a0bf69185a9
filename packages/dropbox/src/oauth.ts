import {
  type CallOptions,
  type RemoteGrant,
  type RemoteProvider,
  type SyncErrorCode,
  Secret,
  SyncError,
} from '@twinfolder/core'
import { DropboxResponseError } from 'dropbox'

import type { IssuedToken } from './access-tokens.ts'
import { abortSignalOf } from './cancellation.ts'
import { type Fields, fieldsOf, isFields, numberOf, textOf, textOrNull } from './reply-fields.ts'
import { type RetryPolicy, withRetries } from './retry.ts'
import { type Transport, addressOf } from './transport.ts'

/** The app's part of the OAuth talk: a public client with PKCE, so no request carries an app secret. */
export interface OAuth {
  authorizeUrl: RemoteProvider['authorizeUrl']
  exchangeCode: RemoteProvider['exchangeCode']
  /** A new access token. @throws `link_revoked` when the user or Dropbox ended the authorization. */
  refresh(refreshToken: Secret): Promise<IssuedToken>
}

/** Who asks, and how requests leave. */
export interface OAuthOptions {
  readonly appKey: string
  readonly scopes: readonly string[]
  readonly baseUrl: string | undefined
  readonly transport: Transport
  readonly policy: RetryPolicy
}

const AUTHORIZE_URL = 'https://www.dropbox.com/oauth2/authorize'
const TOKEN_URL = 'https://api.dropboxapi.com/oauth2/token'

/**
 * Requests of our own: the SDK's authorize address is not encoded, and its token requests carry secrets in the URL.
 *
 * @see https://www.dropbox.com/developers/documentation/http/documentation#authorization
 */
export function createOAuth(options: OAuthOptions): OAuth {
  return {
    authorizeUrl: (request) => `${addressOf(AUTHORIZE_URL, options.baseUrl)}?${authorizeQuery(options, request)}`,
    async exchangeCode({ code, redirectUri, codeVerifier }, callOptions) {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const secrets = { code_verifier: codeVerifier.reveal() }
      return grantFrom(await requestToken(options, { ...form, ...secrets }, 'state_invalid', callOptions))
    },
    async refresh(refreshToken) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }
      const reply = await requestToken(options, form, 'link_revoked')
      return { token: tokenFrom(reply), lifetimeMs: numberOf(reply, 'expires_in', 'token') * 1000 }
    },
  }
}

function authorizeQuery(
  { appKey, scopes }: OAuthOptions,
  request: Parameters<RemoteProvider['authorizeUrl']>[0],
): string {
  const query = new URLSearchParams({
    client_id: appKey,
    response_type: 'code',
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    token_access_type: 'offline', // without it there is no refresh token, and the link ends after four hours
    scope: scopes.join(' '),
  })
  if (request.locale !== undefined) query.set('locale', request.locale)
  if (request.forceReauthentication) query.set('force_reauthentication', 'true')
  return query.toString()
}

/** @param refused what `invalid_grant` means for this grant; every other refusal is a mistake in the app's settings */
async function requestToken(
  { appKey, transport, policy }: OAuthOptions,
  form: Readonly<Record<string, string>>,
  refused: SyncErrorCode,
  turn: CallOptions = {},
): Promise<Fields> {
  const run = async (): Promise<Fields> => {
    const init: RequestInit = {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, client_id: appKey }).toString(),
      signal: abortSignalOf(turn.signal) ?? null,
    }
    const response = await transport(TOKEN_URL, init, 'whole')
    const body = parsed(await response.text())
    if (response.ok) return fieldsOf(body, 'token')
    const cause: unknown = new DropboxResponseError(response.status, response.headers, body)
    if (response.status === 400) throw refusal(body, refused, cause)
    throw cause
  }
  return withRetries(policy, { method: 'oauth2/token', run, turn })
}

function refusal(body: unknown, refused: SyncErrorCode, cause: unknown): unknown {
  // Older answers put a description behind the code: "invalid_client: Invalid client_id or client_secret".
  const error = isFields(body) ? (/^[a-z_]+/.exec(textOrNull(body, 'error') ?? '')?.[0] ?? '') : ''
  if (error === 'invalid_grant') {
    const why = refused === 'link_revoked' ? 'the authorization was revoked' : 'the code is unknown, used or expired'
    return new SyncError(refused, `Dropbox refused oauth2/token: ${why}. The user has to connect Dropbox again.`, {
      cause,
    })
  }
  if (error === '') return cause
  const advice = 'Check the app key, and that links were made with PKCE.'
  return new SyncError('unexpected', `Dropbox refused oauth2/token: ${error}. ${advice}`, { cause })
}

function grantFrom(reply: Fields): RemoteGrant {
  const accountId = textOrNull(reply, 'account_id')
  if (accountId === null) {
    throw new SyncError('account_unsupported', 'Dropbox linked a whole team, not one account. Use a user-level app.')
  }
  const refreshToken = new Secret(textOf(reply, 'refresh_token', 'token'))
  return { accountId, refreshToken, scopes: (textOrNull(reply, 'scope') ?? '').split(' ').filter(Boolean) }
}

function tokenFrom(reply: Fields): Secret {
  const token = textOf(reply, 'access_token', 'token')
  // A header refuses other characters with a message that repeats them.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new SyncError('unexpected', 'Dropbox sent an access token that no header can carry.')
  return new Secret(token)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
