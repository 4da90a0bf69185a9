import { scopesOf } from '../state/app-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { AccessToken } from '../state/grants.ts'
import { appView } from '../state/links.ts'
import { isOverLimit } from '../state/rate-limit.ts'
import { AuthError, BadRequest, PathRootError, TooMany, tagged } from './api-error.ts'
import type { Call, UserRoute } from './route.ts'

/** The bearer token of a request: from the header, or from the parameter `authorization`. */
export function bearerToken(request: Request, url: URL): string | null {
  const sent = request.headers.get('authorization') ?? url.searchParams.get('authorization')
  return sent === null ? null : (/^Bearer\s+(\S+)$/i.exec(sent)?.[1] ?? '')
}

/** What a request may do. @throws AuthError, BadRequest, PathRootError */
export function authenticate(
  state: EmulatorState,
  request: Request,
  url: URL,
  route: UserRoute,
  unseenChanges = 0,
): Call {
  const { scope } = route
  const accessToken = bearerToken(request, url)
  if (accessToken === null) {
    throw new BadRequest('Must provide HTTP header "Authorization" or URL parameter "authorization".')
  }
  const token = state.grants.access.get(accessToken)
  const call = token && callOf(state, request, accessToken, token, unseenChanges)
  if (!token || !call) throw new AuthError(tagged('invalid_access_token'))
  if (token.expiresAt <= state.clock.now()) throw new AuthError(tagged('expired_access_token'))
  const { account, app } = call
  const { rateLimitBody, rateLimitRetryAfter } = state.switches
  if (isOverLimit(state, account.profile.accountId, app.key)) {
    throw new TooMany('too_many_requests', rateLimitRetryAfter < 0 ? null : rateLimitRetryAfter, rateLimitBody)
  }
  if (!route.isForAppFolders && app.access === 'folder') {
    throw new BadRequest('Your API app is an "App Folder" app. It is not allowed to access this API function.')
  }
  if (account.isSuspended) throw new AuthError(tagged('user_suspended'))
  if (scope !== null && !scopesOf(app).includes(scope)) throw new BadRequest(scopeNotEnabled(app.key, scope))
  if (scope !== null && !token.scopes.includes(scope)) {
    throw new AuthError({ '.tag': 'missing_scope', required_scope: scope })
  }
  checkPathRoot(call)
  return call
}

/** Whether a request carries the key and secret of an app. @throws BadRequest when not */
export function authenticateApp(state: EmulatorState, request: Request): void {
  const header = request.headers.get('authorization')
  if (header === null)
    throw new BadRequest('Must provide HTTP header "Authorization" or URL parameter "authorization".')
  const encoded = /^Basic\s+([\w+/=-]+)$/i.exec(header)?.[1]
  const [key = '', secret] = (encoded === undefined ? '' : decodedBasic(encoded)).split(':')
  if (secret === undefined || state.apps.get(key)?.secret !== secret) {
    throw new BadRequest('Invalid app key or secret in HTTP header "Authorization".')
  }
}

function decodedBasic(encoded: string): string {
  try {
    return atob(encoded)
  } catch {
    return ''
  }
}

/** The app itself has not got the permission, so no token of it can have it. */
function scopeNotEnabled(appKey: string, scope: string): string {
  return (
    `Your app (ID: ${appKey}) is not permitted to access this endpoint because it does not have the required scope '${scope}'. ` +
    'The owner of the app can enable the scope for the app using the Permissions tab on the App Console.'
  )
}

function callOf(
  state: EmulatorState,
  request: Request,
  accessToken: string,
  token: AccessToken,
  unseenChanges: number,
): Call | null {
  const account = state.accounts.get(token.accountId)
  const app = state.apps.get(token.appKey)
  const link = account?.links.get(token.appKey)
  if (!account || !app || !link) return null
  return { state, request, accessToken, account, app, view: appView(account, app, link), unseenChanges }
}

/** Checks `Dropbox-API-Path-Root`. An account here has one root, so only roots that are that one are accepted. */
function checkPathRoot({ request, account, app }: Call): void {
  const header = request.headers.get('dropbox-api-path-root')
  if (header === null) return
  if (app.access === 'folder') throw new BadRequest('Path root is not supported for sandbox app.')
  const root = parsedRoot(header)
  const id = account.rootNamespaceId
  if (root['.tag'] === 'home' || (root['.tag'] === 'root' && root['root'] === id)) return
  if (root['.tag'] === 'namespace_id' && root['namespace_id'] === id) return
  if (root['.tag'] === 'root') {
    throw new PathRootError({
      '.tag': 'invalid_root',
      invalid_root: { '.tag': 'user', root_namespace_id: id, home_namespace_id: id },
    })
  }
  throw new PathRootError(tagged('no_permission'))
}

function parsedRoot(header: string): Readonly<Record<string, unknown>> {
  try {
    const root: unknown = JSON.parse(header)
    if (typeof root === 'object' && root !== null) return { ...root }
  } catch {
    // Answered below.
  }
  throw new BadRequest('HTTP header "Dropbox-API-Path-Root": could not decode input as JSON')
}
