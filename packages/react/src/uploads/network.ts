/** Whether there is a network, as far as the browser knows: `false` is sure, `true` is a hope. */
export interface Network {
  readonly isOnline: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

/** The browser's own; on a server there always is one. */
export const browserNetwork: Network = {
  isOnline: () => typeof navigator === 'undefined' || !('onLine' in navigator) || navigator.onLine,
  subscribe(listener) {
    if (typeof window === 'undefined') return () => undefined
    for (const type of ['online', 'offline']) window.addEventListener(type, listener)
    return () => {
      for (const type of ['online', 'offline']) window.removeEventListener(type, listener)
    }
  },
}
