import type { EmulatorState } from '../state/emulator-state.ts'
import type { AuthorizationCode } from '../state/grants.ts'
import { accessTokenLifetimeMs, issueAccessToken, issueRefreshToken } from '../state/grants.ts'
import { jsonResponse } from '../wire/respond.ts'
import { TokenError, readClient } from './client.ts'
import type { Client } from './client.ts'
import { matchesChallenge } from './pkce.ts'

/** Answers `POST /oauth2/token`: parameters may be in the form or in the query. */
export async function answerToken(state: EmulatorState, request: Request, params: URLSearchParams): Promise<Response> {
  try {
    const client = readClient(state, request, params)
    switch (params.get('grant_type')) {
      case 'authorization_code':
        return jsonResponse(await exchangeCode(state, client, params))
      case 'refresh_token':
        return jsonResponse(refresh(state, client, params))
      default:
        throw new TokenError('unsupported_grant_type', 'grant_type must be one of authorization_code or refresh_token')
    }
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    const { code, description } = error
    return jsonResponse(description === null ? { error: code } : { error: code, error_description: description }, 400)
  }
}

/** The parameters of a request for a token. */
export async function tokenParams(request: Request, url: URL): Promise<URLSearchParams> {
  const params = new URLSearchParams(url.search)
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
  if (isForm) for (const [name, value] of new URLSearchParams(await request.text())) params.set(name, value)
  return params
}

async function exchangeCode(state: EmulatorState, client: Client, params: URLSearchParams): Promise<object> {
  const text = required(params, 'code')
  const code = state.grants.codes.get(text)
  if (!code || code.appKey !== client.app.key || code.expiresAt <= state.clock.now()) {
    throw new TokenError('invalid_grant', "code doesn't exist or has expired")
  }
  if (code.redirectUri !== params.get('redirect_uri')) throw new TokenError('invalid_grant', 'redirect_uri mismatch')
  await checkProof(code, client, params)
  // Two exchanges of one code may have waited for the check at the same time.
  if (!state.grants.codes.delete(text)) throw new TokenError('invalid_grant', "code doesn't exist or has expired")
  const account = state.accounts.get(code.accountId)
  const refreshToken = code.isOffline ? issueRefreshToken(state.grants, code, !client.isAuthenticated) : null
  const accessToken = issueAccessToken(state.grants, code, refreshToken, state.clock.now())
  state.changes.touch()
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: accessTokenLifetimeMs / 1000,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    scope: code.scopes.join(' '),
    uid: account?.profile.uid,
    account_id: code.accountId,
  }
}

/** The app proves to be the one that asked: by the secret, or by the verifier of its challenge. */
async function checkProof(code: AuthorizationCode, client: Client, params: URLSearchParams): Promise<void> {
  const verifier = params.get('code_verifier')
  if (code.challenge) {
    if (verifier === null) throw new TokenError('invalid_grant', 'code_verifier is required for this code')
    if (await matchesChallenge(verifier, code.challenge)) return
    throw new TokenError('invalid_grant', 'invalid code verifier')
  }
  if (verifier !== null) throw new TokenError('invalid_grant', 'unexpected code verifier')
  if (!client.isAuthenticated) throw noAuth()
}

function refresh(state: EmulatorState, client: Client, params: URLSearchParams): object {
  const text = required(params, 'refresh_token')
  const token = state.grants.refresh.get(text)
  if (!token || token.appKey !== client.app.key) {
    const looksLikeOne = /^[\w-]{16,}$/.test(text)
    throw new TokenError('invalid_grant', `refresh token is ${looksLikeOne ? 'invalid or revoked' : 'malformed'}`)
  }
  if (!token.isPublic && !client.isAuthenticated) throw noAuth()
  const grant = { ...token, scopes: narrowed(token.scopes, params.get('scope')) }
  const accessToken = issueAccessToken(state.grants, grant, text, state.clock.now())
  state.changes.touch()
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: accessTokenLifetimeMs / 1000,
    ...(params.has('scope') ? { scope: grant.scopes.join(' ') } : {}),
  }
}

function narrowed(scopes: readonly string[], asked: string | null): readonly string[] {
  if (asked === null || asked === '') return scopes
  const wanted = asked.split(/\s+/).filter(Boolean)
  if (wanted.every((scope) => scopes.includes(scope))) return wanted
  throw new TokenError('invalid_scope', 'requested scopes must be a subset of the original scopes')
}

function required(params: URLSearchParams, name: string): string {
  const value = params.get(name)
  if (value === null || value === '') throw new TokenError('invalid_request', `missing required field "${name}"`)
  return value
}

function noAuth(): TokenError {
  return new TokenError('invalid_request', 'No auth function available for given request')
}
