import { type Link, type SyncError, asSyncError, epochMsOf } from '@twinfolder/core'

import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'
import { pause } from './work-bell.ts'

type Parts = Pick<ServerParts, 'settings' | 'stores' | 'grants'>

/** One process follows for so long; then the turn is another one's. */
const TURN_MS = 15 * 60_000
/** How often it is looked up which links are to be followed. */
const LOOK_MS = 5000
/** Each takes an open request; the others are polled. */
const MOST_LINKS = 200
const WAIT_SECONDS = 60
/** How long a pass may take to move the cursor on before the remote is asked again. */
const PASS_MS = 30_000
const CURSOR_LOOK_MS = 500
const TROUBLE_MS = 30_000

/**
 * For a server that no webhook can reach: waits at the remote for changes, for the links for which something was done last, and asks for
 * a pass at each. A job of the schedule, so that one process does it.
 */
export async function followChanges(parts: Parts, outer: AbortSignal): Promise<void> {
  const end = new AbortController()
  const signal = AbortSignal.any([outer, end.signal])
  const followed = new Map<string, Promise<void>>()
  const until = performance.now() + TURN_MS
  while (!signal.aborted && performance.now() < until) {
    for (const { id } of await linksToFollow(parts)) {
      if (followed.has(id)) continue
      followed.set(
        id,
        follow(parts, id, signal).finally(() => followed.delete(id)),
      )
    }
    await pause(LOOK_MS, signal)
  }
  end.abort()
  await Promise.all(followed.values())
}

async function linksToFollow({ stores }: Parts): Promise<readonly Link[]> {
  const links = await stores.sync.links('active')
  const usedAt = ({ lastOkAt }: Link): number => (lastOkAt === null ? 0 : epochMsOf(lastOkAt))
  return links
    .filter(({ cursor }) => cursor !== null)
    .toSorted((a, b) => usedAt(b) - usedAt(a))
    .slice(0, MOST_LINKS)
}

/** Follows one link as long as it is active. Never fails. */
async function follow({ settings, stores, grants }: Parts, linkId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const link = await stores.sync.link(linkId)
      if (link?.status !== 'active' || link.cursor === null) return
      const blockedMs = link.blockedUntil === null ? 0 : epochMsOf(link.blockedUntil) - settings.clock.now()
      if (blockedMs > 0) await pause(blockedMs, signal)
      const remote = await grants.connect(link)
      const notice = await remote.waitForChange(link.cursor, { timeoutSeconds: WAIT_SECONDS, signal })
      if (notice.changed) {
        await stores.work.request([{ linkId, record: null, priority: workPriority.webhook }])
        await cursorMoved({ stores }, link, signal)
      }
      await pause(notice.backoffMs, signal)
    } catch (error) {
      if (signal.aborted) return
      await afterFailure({ settings, stores }, linkId, asSyncError(error), signal)
    }
  }
}

/** A lost cursor is a pass's to replace; everything else is tried again later. */
async function afterFailure(
  { settings, stores }: Pick<Parts, 'settings' | 'stores'>,
  linkId: string,
  { code, retryAfterMs }: SyncError,
  signal: AbortSignal,
): Promise<void> {
  settings.log({ level: 'warn', event: 'follow.failed', linkId, code })
  if (code === 'cursor_reset' || code === 'link_revoked') {
    await stores.work
      .request([{ linkId, record: null, priority: workPriority.webhook }])
      .catch(() => settings.log({ level: 'warn', event: 'poll.failed', linkId }))
  }
  await pause(retryAfterMs ?? TROUBLE_MS, signal)
}

/** Resolves when a pass has read what there was: before that the remote would tell the same again. */
async function cursorMoved(
  { stores }: Pick<Parts, 'stores'>,
  { id, cursor }: Link,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + PASS_MS
  while (!signal.aborted && performance.now() < until) {
    await pause(CURSOR_LOOK_MS, signal)
    if ((await stores.sync.link(id))?.cursor !== cursor) return
  }
}
