import type { SyncErrorCode } from '@twinfolder/core'

/** Why the last pass of a link could not go on, as long as that lasts: what "waiting" waits for. Known in this process only. */
export interface LinkTroubles {
  set(linkId: string, code: SyncErrorCode | null): void
  get(linkId: string): SyncErrorCode | null
}

export function createLinkTroubles(): LinkTroubles {
  const codes = new Map<string, SyncErrorCode>()
  return {
    set(linkId, code) {
      if (code === null) codes.delete(linkId)
      else codes.set(linkId, code)
    },
    get: (linkId) => codes.get(linkId) ?? null,
  }
}
