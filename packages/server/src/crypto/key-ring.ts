import type { Secret } from '@twinfolder/core'

import { type DerivedKeys, derivedKeys } from './derived-keys.ts'

/** The keys of a server: one that writes, and those from before that still read. */
export interface KeyRing {
  /** Seals and signs everything new. */
  current(): Promise<DerivedKeys>
  /** All of them, the current one first. */
  all(): Promise<readonly DerivedKeys[]>
  /** The key that a sealed text names; `null` when this server does not have it. */
  byId(id: string): Promise<DerivedKeys | null>
}

/** Derived at the first use. */
export function keyRing({
  current,
  previous = [],
}: {
  readonly current: Secret
  readonly previous?: readonly Secret[] | undefined
}): KeyRing {
  const keys = [current, ...previous].map(derivedKeys)
  const all = (): Promise<readonly DerivedKeys[]> => Promise.all(keys.map((derive) => derive()))
  const [first] = keys
  return {
    all,
    current: () => (first ?? derivedKeys(current))(),
    byId: async (id) => (await all()).find((key) => key.id === id) ?? null,
  }
}
