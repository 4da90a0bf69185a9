import { scopesOf } from '../state/app-state.ts'
import type { AppState } from '../state/app-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { AuthorizationCode } from '../state/grants.ts'
import { isAllowedRedirect } from './redirect-uri.ts'

/** What an app asks for on the authorize page, checked. */
export interface AuthorizeRequest {
  readonly app: AppState
  readonly responseType: 'code' | 'token'
  /** `null` shows the code on the page, to be copied. */
  readonly redirectUri: string | null
  readonly state: string | null
  readonly scopes: readonly string[]
  readonly isOffline: boolean
  readonly challenge: AuthorizationCode['challenge']
  /** Whether the token gets what the owner has allowed before, too (`include_granted_scopes=user`). */
  readonly includesGranted: boolean
  /** Whether the owner is asked even when everything was allowed before. */
  readonly isApprovalForced: boolean
  /** Whether the owner has to say who they are, even when the browser knows. */
  readonly isLoginForced: boolean
}

/** A request that cannot be sent back to the app, because nothing about it can be trusted: shown on the page. */
export class AuthorizeError extends Error {
  override readonly name = 'AuthorizeError'
}

/** Reads the query of the authorize page. @throws AuthorizeError */
export function readAuthorizeRequest(state: EmulatorState, query: URLSearchParams): AuthorizeRequest {
  const app = state.apps.get(required(query, 'client_id'))
  if (!app) throw new AuthorizeError('Invalid client_id: no app has this key.')
  const responseType = required(query, 'response_type')
  if (responseType !== 'code' && responseType !== 'token') {
    throw new AuthorizeError('Invalid response_type: expected "code" or "token".')
  }
  const redirectUri = query.get('redirect_uri')
  if (redirectUri !== null && !isAllowedRedirect(app, redirectUri)) {
    throw new AuthorizeError(
      `Invalid redirect_uri: "${redirectUri}". It must exactly match one of the redirect URIs configured for the app.`,
    )
  }
  if (redirectUri === null && responseType === 'token') throw new AuthorizeError('Missing redirect_uri.')
  const text = query.get('state')
  if (text !== null && new TextEncoder().encode(text).byteLength > 500) {
    throw new AuthorizeError('Invalid state: longer than 500 bytes.')
  }
  return {
    app,
    responseType,
    redirectUri,
    state: text,
    scopes: readScopes(app, query.get('scope')),
    isOffline: readAccessType(query.get('token_access_type')),
    challenge: readChallenge(query),
    includesGranted: readGranted(query.get('include_granted_scopes')),
    isApprovalForced: query.get('force_reapprove') === 'true',
    isLoginForced: query.get('force_reauthentication') === 'true',
  }
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') throw new AuthorizeError(`Missing ${name}.`)
  return value
}

function readScopes(app: AppState, scope: string | null): readonly string[] {
  const allowed = scopesOf(app)
  const asked = scope?.split(/\s+/).filter(Boolean) ?? []
  const refused = asked.filter((each) => !allowed.includes(each))
  if (refused.length > 0) throw new AuthorizeError(`Invalid scope: the app is not permitted "${refused.join(' ')}".`)
  return asked.length > 0 ? asked : allowed
}

function readAccessType(type: string | null): boolean {
  if (type !== null && !['offline', 'online', 'legacy'].includes(type)) {
    throw new AuthorizeError('Invalid token_access_type: expected "offline" or "online".')
  }
  return type === 'offline'
}

function readGranted(included: string | null): boolean {
  if (included !== null && included !== 'user' && included !== 'team') {
    throw new AuthorizeError('Invalid include_granted_scopes: expected "user" or "team".')
  }
  return included === 'user'
}

function readChallenge(query: URLSearchParams): AuthorizationCode['challenge'] {
  const value = query.get('code_challenge')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (value === null) return null
  if (method !== 'S256' && method !== 'plain') throw new AuthorizeError('Invalid code_challenge_method.')
  if (!/^[\w.~-]{43,128}$/.test(value))
    throw new AuthorizeError('Invalid code_challenge: expected 43 to 128 characters.')
  return { value, method }
}
