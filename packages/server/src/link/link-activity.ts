import { type Link, type NewActivity, instantOf } from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { Settings } from '../settings.ts'

/** A row of the link's own activity. */
export function linkActivity(
  { clock, random }: Pick<Settings, 'clock' | 'random'>,
  session: Session,
  link: Link,
  code: 'linked' | 'unlinked',
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
    actor: { userId: session.userId, name: session.firstName, via: 'host' },
    details: {},
  }
}
