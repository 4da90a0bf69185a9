import type { AccountState, AppLink } from './account-state.ts'
import { openAppFolder } from './app-folder.ts'
import type { AppState } from './app-state.ts'
import type { EmulatorState } from './emulator-state.ts'
import { issueAccessToken, issueRefreshToken, revokeApp } from './grants.ts'
import type { View } from './view.ts'

/** Connects an app to an account: makes its app folder, remembers what was allowed. Done again, it adds scopes. */
export function linkApp(
  state: EmulatorState,
  account: AccountState,
  app: AppState,
  scopes: readonly string[],
): AppLink {
  return state.changes.track(account, null, () => {
    const namespaceId = app.access === 'folder' ? openAppFolder(account, app.key, app.folderName) : null
    const known = account.links.get(app.key)
    if (known) {
      known.scopes = [...new Set([...known.scopes, ...scopes])]
      return known
    }
    const link: AppLink = { appKey: app.key, namespaceId, scopes, linkedAt: state.clock.now() }
    account.links.set(app.key, link)
    state.changes.touch()
    return link
  })
}

/** Ends an app's access. Its folder and the files in it stay. */
export function unlinkApp(state: EmulatorState, account: AccountState, appKey: string): void {
  account.links.delete(appKey)
  revokeApp(state.grants, account.profile.accountId, appKey)
  state.changes.touch()
}

/** Tokens as a finished login would give them, without the login. */
export function grantTokens(
  state: EmulatorState,
  account: AccountState,
  app: AppState,
  scopes: readonly string[],
): { readonly accessToken: string; readonly refreshToken: string } {
  linkApp(state, account, app, scopes)
  const grant = { accountId: account.profile.accountId, appKey: app.key, scopes }
  const refreshToken = issueRefreshToken(state.grants, grant, false)
  const accessToken = issueAccessToken(state.grants, grant, refreshToken, state.clock.now())
  state.changes.touch()
  return { accessToken, refreshToken }
}

/** What a linked app sees. */
export function appView(account: AccountState, app: AppState, link: AppLink): View {
  const folder = link.namespaceId === null ? undefined : account.namespaces.get(link.namespaceId)
  return link.namespaceId !== null && folder
    ? { account, root: folder, namespaceId: link.namespaceId, appKey: app.key, appFolderName: app.folderName }
    : { account, root: account.root, namespaceId: account.rootNamespaceId, appKey: app.key, appFolderName: null }
}
