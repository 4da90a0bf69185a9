import { newToken } from '../ids.ts'

/** What somebody allowed an app to do. */
export interface Grant {
  readonly accountId: string
  readonly appKey: string
  readonly scopes: readonly string[]
}

export interface AccessToken extends Grant {
  readonly expiresAt: number
  /** The refresh token it comes from; both die together. */
  readonly refreshToken: string | null
}

export interface RefreshToken extends Grant {
  /** Made with PKCE and no secret, so refreshing needs no secret either. */
  readonly isPublic: boolean
}

/** An authorization code on its way back to the app. */
export interface AuthorizationCode extends Grant {
  readonly expiresAt: number
  readonly redirectUri: string | null
  readonly challenge: { readonly value: string; readonly method: 'S256' | 'plain' } | null
  /** Whether a refresh token was asked for. */
  readonly isOffline: boolean
}

/** All tokens and codes, by their text. */
export interface Grants {
  readonly access: Map<string, AccessToken>
  readonly refresh: Map<string, RefreshToken>
  readonly codes: Map<string, AuthorizationCode>
}

/** Four hours. */
export const accessTokenLifetimeMs = 14_400_000
export const codeLifetimeMs = 600_000

export function emptyGrants(): Grants {
  return { access: new Map(), refresh: new Map(), codes: new Map() }
}

export function issueAccessToken(grants: Grants, grant: Grant, refreshToken: string | null, now: number): string {
  const token = newToken('sl.u.', 96)
  const { accountId, appKey, scopes } = grant
  grants.access.set(token, { accountId, appKey, scopes, refreshToken, expiresAt: now + accessTokenLifetimeMs })
  return token
}

export function issueRefreshToken(grants: Grants, grant: Grant, isPublic: boolean): string {
  const token = newToken('', 48)
  const { accountId, appKey, scopes } = grant
  grants.refresh.set(token, { accountId, appKey, scopes, isPublic })
  return token
}

export function issueCode(grants: Grants, code: AuthorizationCode): string {
  const text = newToken('', 32)
  grants.codes.set(text, code)
  return text
}

/** Kills an access token, its refresh token and every other access token of that. */
export function revokeToken(grants: Grants, token: string): void {
  const refreshToken = grants.access.get(token)?.refreshToken ?? null
  grants.access.delete(token)
  if (refreshToken === null) return
  grants.refresh.delete(refreshToken)
  for (const [text, access] of grants.access) if (access.refreshToken === refreshToken) grants.access.delete(text)
}

/** Kills everything an app has for an account. */
export function revokeApp(grants: Grants, accountId: string, appKey: string): void {
  for (const tokens of [grants.access, grants.refresh, grants.codes]) {
    for (const [text, grant] of tokens) {
      if (grant.accountId === accountId && grant.appKey === appKey) tokens.delete(text)
    }
  }
}
