import { type Actor, type Link, type NewActivity, instantOf } from '@twinfolder/core'

import type { Settings } from '../settings.ts'

/** A row of the link's own activity. */
export function linkActivity(
  { clock, random }: Pick<Settings, 'clock' | 'random'>,
  actor: Actor,
  link: Link,
  code: 'linked' | 'unlinked' | 'paused',
  details: NewActivity['details'] = {},
): NewActivity {
  return {
    id: random.id(),
    at: instantOf(clock.now()),
    tenantId: link.user.tenantId,
    linkId: link.id,
    record: null,
    fileId: null,
    subject: link.email,
    code,
    direction: null,
    actor,
    details,
    undo: null,
  }
}
