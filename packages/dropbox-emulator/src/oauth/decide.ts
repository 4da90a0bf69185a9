import type { AccountState } from '../state/account-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { accessTokenLifetimeMs, codeLifetimeMs, issueAccessToken, issueCode } from '../state/grants.ts'
import { linkApp } from '../state/links.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** What a person chose on the consent page. */
export type Decision = { readonly type: 'allow'; readonly account: AccountState } | { readonly type: 'deny' }

/** Where the browser goes after the decision; `code` instead of an address when the app named none. */
export type Outcome =
  | { readonly type: 'redirect'; readonly url: string }
  | { readonly type: 'showCode'; readonly code: string }
  | { readonly type: 'cancelled' }

/** Carries out a decision: links the app and makes the code, or tells the app that access was denied. */
export function decide(state: EmulatorState, request: AuthorizeRequest, decision: Decision): Outcome {
  if (decision.type === 'deny') {
    return request.redirectUri === null
      ? { type: 'cancelled' }
      : back(request, request.redirectUri, {
          error: 'access_denied',
          error_description: 'The user chose not to give your app access to their Dropbox account.',
        })
  }
  const { account } = decision
  const granted = request.includesGranted ? (account.links.get(request.app.key)?.scopes ?? []) : []
  const scopes = [...new Set([...granted, ...request.scopes])]
  linkApp(state, account, request.app, scopes)
  const grant = { accountId: account.profile.accountId, appKey: request.app.key, scopes }
  if (request.responseType === 'token' && request.redirectUri !== null) {
    return back(request, request.redirectUri, {
      access_token: issueAccessToken(state.grants, grant, null, state.clock.now()),
      token_type: 'bearer',
      expires_in: String(accessTokenLifetimeMs / 1000),
      scope: scopes.join(' '),
      uid: account.profile.uid,
      account_id: account.profile.accountId,
    })
  }
  const code = issueCode(state.grants, {
    ...grant,
    expiresAt: state.clock.now() + codeLifetimeMs,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    isOffline: request.isOffline,
  })
  state.changes.touch()
  return request.redirectUri === null ? { type: 'showCode', code } : back(request, request.redirectUri, { code })
}

/** Codes and errors go back in the query; tokens in the fragment, which servers do not see. */
function back(request: AuthorizeRequest, redirectUri: string, values: Readonly<Record<string, string>>): Outcome {
  const url = new URL(redirectUri)
  const params = new URLSearchParams(values)
  if (request.state !== null) params.set('state', request.state)
  if (request.responseType === 'token') url.hash = params.toString()
  else for (const [name, value] of params) url.searchParams.set(name, value)
  return { type: 'redirect', url: url.toString() }
}
