import { useSyncExternalStore } from 'react'

/** A value outside React that components follow. */
export interface Store<State> {
  readonly get: () => State
  readonly set: (change: (state: State) => State) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** Makes a {@link Store}. A change that returns the same state tells nobody. */
export function createStore<State>(initial: State): Store<State> {
  const listeners = new Set<() => void>()
  let state = initial
  return {
    get: () => state,
    set(change) {
      const next = change(state)
      if (Object.is(next, state)) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The part of a store that a component needs. `select` must return the same value for the same state. */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const part = () => select(store.get())
  return useSyncExternalStore(store.subscribe, part, part)
}
