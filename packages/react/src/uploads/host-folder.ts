import type { RecordView } from '@twinfolder/protocol'

/** What a host with one level of folders writes between the names of a deeper one, as the sync does (A17). */
const LEVELS = ' / '

/**
 * The folder of the host that a dropped folder becomes: itself where folders nest; one name such as `Plans / 2026` where there is one
 * level; none where there are no folders.
 */
export function hostFolder(
  open: readonly string[],
  below: readonly string[],
  folders: RecordView['capabilities']['folders'],
): readonly string[] {
  const whole = [...open, ...below]
  if (folders === 'nested') return whole
  return folders === 'none' || whole.length === 0 ? [] : [whole.join(LEVELS)]
}
