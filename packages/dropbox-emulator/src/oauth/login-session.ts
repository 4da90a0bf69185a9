import type { AccountState } from '../state/account-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/**
 * The cookie by which Dropbox's website knows a browser. Apps cannot see it, which is why "the wrong Dropbox" gets
 * connected: whoever is signed in on the website is who the app gets.
 */
const cookieName = 'dropbox_emulator_session'

/** Who is signed in on the website in the browser that asks. */
export function signedInAccount(state: EmulatorState, request: Request): AccountState | null {
  const cookies = request.headers.get('cookie') ?? ''
  const accountId = new RegExp(`(?:^|; *)${cookieName}=([^;]+)`).exec(cookies)?.[1]
  return (accountId && state.accounts.get(decodeURIComponent(accountId))) || null
}

/** The header that signs a browser in. */
export function sessionCookie({ profile }: AccountState): string {
  return `${cookieName}=${encodeURIComponent(profile.accountId)}; Path=/; HttpOnly; SameSite=Lax`
}

/** Whether the owner has allowed all of this before, so that Dropbox sends the browser back without a page. */
export function isApproved(account: AccountState, { app, isApprovalForced, scopes }: AuthorizeRequest): boolean {
  const link = account.links.get(app.key)
  return !isApprovalForced && link !== undefined && scopes.every((scope) => link.scopes.includes(scope))
}
