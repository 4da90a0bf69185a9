import type { AccountState } from '../state/account-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { readAuthorizeRequest } from './authorize-request.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** What the consent page shows. */
export interface Consent {
  readonly request: AuthorizeRequest
  /** Title of the page. */
  readonly title: string
  /** What the app will be able to do, in a sentence or two. */
  readonly explanation: string
  /** What the scopes allow, one line each. */
  readonly permissions: readonly string[]
  readonly accounts: readonly { readonly email: string; readonly displayName: string }[]
}

/**
 * @param signedIn whom the browser knows: offered first
 * @throws AuthorizeError when the app's request is wrong
 */
export function readConsent(state: EmulatorState, query: URLSearchParams, signedIn?: AccountState | null): Consent {
  const request = readAuthorizeRequest(state, query)
  const { app } = request
  return {
    request,
    title: `Connect ${app.name} to Dropbox`,
    explanation:
      app.access === 'folder'
        ? `${app.name} would like access to its own folder, Apps/${app.folderName}, inside your Dropbox. ` +
          'Nothing else in your Dropbox is visible to it.'
        : `${app.name} would like access to all files and folders in your Dropbox.`,
    permissions: permissionsOf(request.scopes),
    accounts: [...state.accounts.values()]
      .toSorted((a, b) => Number(b === signedIn) - Number(a === signedIn))
      .map(({ profile }) => ({ email: profile.email, displayName: profile.displayName })),
  }
}

function permissionsOf(scopes: readonly string[]): readonly string[] {
  const sentences: Readonly<Record<string, string>> = {
    'account_info.read': 'See your name, email address and how much space you use',
    'files.metadata.read': 'See which files and folders there are',
    'files.content.read': 'Read files',
    'files.content.write': 'Add, change and delete files',
    'sharing.read': 'See shared links and folders',
    'sharing.write': 'Make and change shared links and folders',
  }
  return Object.entries(sentences)
    .filter(([scope]) => scopes.includes(scope))
    .map(([, sentence]) => sentence)
}
