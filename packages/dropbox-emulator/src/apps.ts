import { appState } from './state/app-state.ts'
import type { AppState, NewApp } from './state/app-state.ts'
import type { EmulatorState } from './state/emulator-state.ts'

/** An app as the emulator knows it. */
export type DropboxApp = Readonly<AppState>

/** The apps registered with an emulator. */
export interface Apps {
  /** Registers an app, or changes it when the key is known. */
  add(app: NewApp): DropboxApp
  /** @throws Error when no app has this key */
  get(key: string): DropboxApp
  list(): readonly DropboxApp[]
}

export function createApps(state: EmulatorState): Apps {
  return {
    add(app) {
      const known = state.apps.get(app.key)
      const added = appState({ ...app, webhookUris: app.webhookUris ?? known?.webhookUris })
      state.apps.set(app.key, added)
      state.changes.touch()
      return added
    },
    get: (key) => requireApp(state, key),
    list: () => [...state.apps.values()],
  }
}

/** @throws Error that lists the apps there are */
export function requireApp(state: EmulatorState, key: string): AppState {
  const app = state.apps.get(key)
  if (app) return app
  throw new Error(`No app has the key "${key}"; there is ${[...state.apps.keys()].join(', ') || 'none yet'}.`)
}
