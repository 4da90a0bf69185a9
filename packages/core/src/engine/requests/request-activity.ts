import type { Link } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { instantOf } from '../../state/instant-of.ts'
import { SyncError } from '../../sync-error.ts'
import type { ActivityRow, Settings } from '../pass.ts'

/** A row about what a person asked for, outside of any pass. */
export function requestActivity(
  { random, clock }: Settings,
  { id: linkId, user }: Link,
  row: ActivityRow & Required<Pick<ActivityRow, 'actor'>>,
): StoreWrite {
  return {
    type: 'appendActivity',
    activity: {
      id: random.id(),
      at: instantOf(clock.now()),
      tenantId: user.tenantId,
      linkId,
      fileId: null,
      details: {},
      undo: null,
      ...row,
    },
  }
}

/** The link of a request. @throws SyncError `link_revoked` when there is none any more. */
export async function requireLink({ store }: Settings, linkId: string): Promise<Link> {
  const link = await store.link(linkId)
  if (!link || link.status === 'revoked') throw new SyncError('link_revoked', `There is no link "${linkId}".`)
  return link
}
