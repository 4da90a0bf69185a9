import type { SegmentRef } from '@twinfolder/protocol'
import { SegmentSyncAction } from '@twinfolder/react'

import { useCloseMenu } from '../shell/Menu.tsx'

/** Twinfolder's bulk action as an entry of the CRM's own menu, which closes when the question opens. */
export function SegmentSyncMenuItem({ segment }: { readonly segment: SegmentRef }) {
  const close = useCloseMenu()
  return <SegmentSyncAction segment={segment} as="menuitem" onPress={close} />
}
