import type { Preview } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'

/** What a pass over one record would do, as the protocol sends it. */
export function previewView(preview: Preview): Wire<typeof shapes.Preview> {
  const { toRemote, toHost, alike, movedInRemote, deletedInRemote, conflicts, excluded } = preview
  return {
    toRemote: { ...toRemote },
    toHost: { ...toHost },
    alike,
    movedInRemote,
    deletedInRemote,
    conflicts,
    excluded: excluded.map(({ code, count, examples }) => ({ code, count, examples: [...examples] })),
  }
}
