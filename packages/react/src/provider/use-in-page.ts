import { useSyncExternalStore } from 'react'

/**
 * Whether this runs in a page: `false` on a server and while hydrating. For `style`: React sets it through the CSSOM, which a strict
 * Content Security Policy allows, but a server would write an attribute, which it does not.
 */
export function useInPage(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
}

function subscribe(): () => void {
  return () => undefined
}
