import type { QueryClient } from '@tanstack/react-query'
import { type SyncClient, isTwinfolderError, localError } from '@twinfolder/client'
import type { Connection } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import type { Store } from '../provider/store.ts'
import { type Intent, rememberIntent } from './after-link.ts'
import { type ConsentWindow, consentWindow } from './authorize-in-popup.ts'
import type { Authorize, LinkRequest, LinkingState } from './late-linking.ts'

/** A consent page that is never answered is forgotten after as long as its `state` is good. */
const givenUpMs = 600_000

/** What a provider links with, once its code is there. */
export interface LinkingFlow {
  /** @param popup the window that was opened in the click; `null` where it was blocked, or where `own` opens one itself */
  readonly link: (request: LinkRequest, popup: Window | null, own: Authorize | undefined) => Promise<Connection | null>
  readonly stop: () => void
}

/** Makes the linking of a provider, which tells `state` where it stands. */
export function createLinkingFlow(
  client: SyncClient,
  queryClient: QueryClient,
  state: Store<LinkingState>,
): LinkingFlow {
  let open: ConsentWindow | null = null
  let attempt = 0

  async function link(
    { useAnotherAccount = false, intent }: LinkRequest,
    popup: Window | null,
    own: Authorize | undefined,
  ): Promise<Connection | null> {
    // A second press has taken the window of the first.
    open?.leave()
    const mine = ++attempt
    const consent = popup ? consentWindow(popup) : null
    open = consent
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
    link,
    stop() {
      attempt += 1
      open?.end()
    },
  }
}
