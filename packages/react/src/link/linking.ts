import type { QueryClient } from '@tanstack/react-query'
import { type ApiError, type SyncClient, isTwinfolderError, localError } from '@twinfolder/client'
import type { Connection } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import { type Store, createStore } from '../provider/store.ts'
import { type Intent, rememberIntent } from './after-link.ts'
import { type ConsentWindow, openConsentWindow } from './authorize-in-popup.ts'

/** Opens the consent page and gives the address that it came back to. */
export type Authorize = (authorizeUrl: string) => Promise<string>

/** Where linking stands. `declined`: the user closed the window or refused; nothing is wrong. */
export type LinkingState =
  | { readonly step: 'idle' }
  | { readonly step: 'open' }
  | { readonly step: 'finishing' }
  | { readonly step: 'declined' }
  | { readonly step: 'failed'; readonly error: ApiError }

/** How to link. */
export interface LinkRequest {
  /** Asks Dropbox to log in anew, so that another account can be chosen. */
  readonly useAnotherAccount?: boolean | undefined
  /** What goes on after linking when it has to leave the page. */
  readonly intent?: Intent | undefined
}

/** Links the user's Dropbox; one at a time for the whole provider. */
export interface Linking {
  readonly state: Store<LinkingState>
  /** Must be called in the click itself. Gives the connection, or `null` when the user did not go through with it. */
  readonly link: (request?: LinkRequest) => Promise<Connection | null>
  /** Forgets a failure. */
  readonly reset: () => void
  /** Closes an open window. */
  readonly stop: () => void
}

/** A consent page that is never answered is forgotten after as long as its `state` is good. */
const givenUpMs = 600_000

/** Makes the linking of a provider. */
export function createLinking(
  client: SyncClient,
  queryClient: QueryClient,
  authorize: () => Authorize | undefined,
): Linking {
  const state = createStore<LinkingState>({ step: 'idle' })
  let open: ConsentWindow | null = null
  let attempt = 0

  async function link({ useAnotherAccount = false, intent }: LinkRequest = {}): Promise<Connection | null> {
    open?.end()
    const mine = ++attempt
    const own = authorize()
    const consent = own ? null : openConsentWindow()
    open = consent
    state.set(() => ({ step: 'open' }))
    try {
      if (own) {
        const { authorizeUrl } = await client.beginLink({ mode: 'popup', useAnotherAccount })
        return await finish(mine, await own(authorizeUrl))
      }
      if (!consent) return await leaveForConsent(useAnotherAccount, intent)
      const { authorizeUrl } = await client.beginLink({ mode: 'popup', useAnotherAccount })
      consent.navigate(authorizeUrl)
      return await answerOf(consent, mine)
    } catch (error) {
      if (mine === attempt) {
        consent?.end()
        fail(error)
      }
      return null
    }
  }

  async function answerOf(consent: ConsentWindow, mine: number): Promise<Connection | null> {
    const first = await Promise.race([consent.callbackUrl, consent.closed.then(() => null)])
    if (first !== null) return await finish(mine, first)
    if (mine === attempt) state.set(() => ({ step: 'declined' }))
    // A browser may say "closed" because the consent page cut itself off. If the answer comes after all, it counts.
    const timer = setTimeout(() => consent.end(), givenUpMs)
    const late = await consent.callbackUrl
    clearTimeout(timer)
    return await finish(mine, late)
  }

  async function finish(mine: number, callbackUrl: string): Promise<Connection | null> {
    if (mine !== attempt) return null
    open?.end()
    state.set(() => ({ step: 'finishing' }))
    const connection = await client.completeLink(callbackUrl)
    queryClient.setQueryData(queryKeys.connection, connection)
    void queryClient.invalidateQueries({ queryKey: queryKeys.all })
    state.set(() => ({ step: 'idle' }))
    return connection
  }

  /** Popups are blocked: the whole page goes to the consent page and comes back to where it is now. */
  async function leaveForConsent(useAnotherAccount: boolean, intent: Intent | undefined): Promise<null> {
    const { pathname, search, hash } = window.location
    const returnTo = `${pathname}${search}${hash}`
    const { authorizeUrl } = await client.beginLink({ mode: 'redirect', returnTo, useAnotherAccount })
    if (intent) rememberIntent(intent)
    window.location.assign(authorizeUrl)
    return null
  }

  function fail(error: unknown): void {
    const known = isTwinfolderError(error) ? error.error : localError('unexpected', String(error))
    const declined = known.code === 'consent_denied' || known.code === 'aborted'
    state.set(() => (declined ? { step: 'declined' } : { step: 'failed', error: known }))
    void queryClient.invalidateQueries({ queryKey: queryKeys.connection })
  }

  return {
    state,
    link,
    reset: () => state.set(() => ({ step: 'idle' })),
    stop() {
      attempt += 1
      open?.end()
      state.set((now) => (now.step === 'idle' ? now : { step: 'idle' }))
    },
  }
}
