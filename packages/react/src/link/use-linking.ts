import { useStore } from '../provider/store.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import type { Linking, LinkingState } from './late-linking.ts'

/** Where linking stands, and how to begin it. Shared by all components of a provider. */
export interface UseLinking extends Pick<Linking, 'link' | 'reset'> {
  readonly state: LinkingState
  /** Whether the user is at the consent page or on the way back. */
  readonly isLinking: boolean
}

/** Links the current user's Dropbox. `link` must be called in the click itself, or browsers block the window. */
export function useLinking(): UseLinking {
  const { linking } = useServices()
  const state = useStore(linking.state, (now) => now)
  return {
    state,
    isLinking: state.step === 'open' || state.step === 'finishing',
    link: linking.link,
    reset: linking.reset,
  }
}
