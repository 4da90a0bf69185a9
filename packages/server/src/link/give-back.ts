import { type Link, instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'

/** Stops what is done for a link: what is queued, the running pass before its next op, and its bulk runs. */
export async function stopWork(
  { settings, stores, passes, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'passes' | 'bulkEvents'>,
  link: Link,
): Promise<void> {
  await stores.work.cancel({ linkId: link.id })
  passes.abortLink(link.id)
  const at = instantOf(settings.clock.now())
  for (const run of await stores.bulk.running(link.id)) {
    await stores.bulk.cancel(run.id, at)
    bulkEvents.changed(run)
  }
}

/** Destroys the token of a link and gives the authorization back (X16). */
export async function giveBackGrant(
  { settings, provider, grants }: Pick<ServerParts, 'settings' | 'provider' | 'grants'>,
  link: Link,
): Promise<void> {
  const grant = await grants.get(link)
  await grants.delete(link.id)
  // Best effort: the token is destroyed here in any case, and the user can end the authorization at the remote, too.
  if (!grant) return
  await provider.revoke(grant).catch(() => {
    settings.log({ level: 'warn', event: 'link.revoke_failed', linkId: link.id, ...link.user })
  })
}
