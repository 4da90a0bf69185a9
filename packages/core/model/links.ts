import { count, forgetDeletions } from './book.ts'
import { type ModelSpoke, type ModelWorld, linkRow } from './model-world.ts'

/** The user takes their link away. */
export async function unlink(spoke: ModelSpoke): Promise<void> {
  if (!spoke.isUnlinked) await spoke.engine.unlink(spoke.linkId)
  spoke.isUnlinked = true
}

/** Links the same Dropbox again, or as another account: the model keeps its tree, as only the account's name counts. */
export async function relink(world: ModelWorld, spoke: ModelSpoke, account: 'same' | 'other'): Promise<void> {
  if (!spoke.isUnlinked) return
  spoke.isUnlinked = false
  if (account === 'same') return spoke.engine.relink(spoke.linkId)
  spoke.linkId = `${spoke.linkId}+`
  spoke.book.removed.clear()
  forgetDeletions(spoke.book)
  // To the new link everything that is there has just arrived.
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind === 'file' && entry.contentHash) count(spoke.book.arrivals, entry.contentHash)
  }
  await world.store.createLink(linkRow(spoke.userId, spoke.linkId, 100 + spoke.user * 100 + spoke.linkId.length))
  for (const key of world.keys) await spoke.engine.enrol(spoke.linkId, key, spoke.userId)
}

/** The saved database takes the place of the present one: every record is compared again, and nothing is deleted unasked. */
export async function restoreBackup(world: ModelWorld): Promise<void> {
  const { backup, store, spokes } = world
  const isWhole = backup && spokes.every(({ linkId }) => backup.links.some(({ id }) => id === linkId))
  if (!isWhole) return
  store.restore(backup)
  world.hasForgotten = true
  for (const spoke of spokes) {
    spoke.book.removed.clear()
    forgetDeletions(spoke.book)
    spoke.process += 1
    spoke.isUnlinked = (await store.link(spoke.linkId))?.status === 'revoked'
    await spoke.engine.distrust(spoke.linkId)
  }
  world.clock.advance(60_000)
}
