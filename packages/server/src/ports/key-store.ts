import type { Instant } from '@twinfolder/core'

/**
 * Which keys the rows of this database are sealed with, by their ids: so that a server that is started with a wrong key hears of it
 * at once, instead of losing one link after the other. An id tells nothing about its key.
 */
export interface KeyStore {
  /**
   * Notes that a server writes with `current` from now on, if it has every key that is noted already.
   *
   * @returns `false`, and nothing is noted, when rows may be sealed with a key that the server does not have
   */
  claim(keys: { readonly current: string; readonly previous: readonly string[] }, at: Instant): Promise<boolean>
  /** The ids that are noted, oldest first. */
  noted(): Promise<readonly string[]>
  /** Forgets all but this one: nothing is sealed with the others any more. */
  retireAllBut(current: string): Promise<void>
}
