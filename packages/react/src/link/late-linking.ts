import type { QueryClient } from '@tanstack/react-query'
import { type ApiError, type SyncClient, localError } from '@twinfolder/client'
import type { Connection } from '@twinfolder/protocol'

import { type Store, createStore } from '../provider/store.ts'
import type { Intent } from './after-link.ts'
import type { LinkingFlow } from './linking.ts'

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

/** Names the window of the consent page, and the channel on which its answer comes. */
export const linkWindowName = 'twinfolder-link'

/** Makes the linking of a provider. The window opens in the click, as browsers want it; what follows is loaded meanwhile. */
export function lateLinking(
  client: SyncClient,
  queryClient: QueryClient,
  authorize: () => Authorize | undefined,
): Linking {
  const state = createStore<LinkingState>({ step: 'idle' })
  const reset = () => state.set((now) => (now.step === 'idle' ? now : { step: 'idle' }))
  let flow: LinkingFlow | null = null
  return {
    state,
    async link(request = {}) {
      const own = authorize()
      const popup = own ? null : window.open('', linkWindowName, 'popup,width=640,height=760')
      state.set(() => ({ step: 'open' }))
      try {
        flow ??= (await import('./linking.ts')).createLinkingFlow(client, queryClient, state)
      } catch {
        popup?.close()
        state.set(() => ({ step: 'failed', error: localError('network', 'The code that links was not loaded.') }))
        return null
      }
      return flow.link(request, popup, own)
    },
    reset,
    stop() {
      flow?.stop()
      reset()
    },
  }
}
