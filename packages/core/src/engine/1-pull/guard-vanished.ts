import { recordKeyText } from '../../domain/record-ref.ts'
import type { Baseline, DirtyKey, Enrolment } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { vanishLimit } from '../../domain/guard-limits.ts'
import type { Pass } from '../pass.ts'

/** So many rows share a commit. */
const ROWS_A_COMMIT = 500

/**
 * Holds the link when so many bound files are gone from the remote that it is rather a mistake than a wish (S15), releases it when
 * they are back, and carries the user's answer out. Nothing is planned from what vanished before that.
 *
 * What counts is dirty and bound and nowhere: a crash after the page that told of it does not lose the question.
 */
export async function guardVanished(pass: Pass): Promise<void> {
  const { store, link, hold } = pass
  if (hold?.answer === 'putBack') return putBack(pass)
  if (hold?.answer === 'stop') return
  if (!hold && link.status !== 'held' && (await store.dirty(link.id, { records: null, limit: 1 })).length === 0) return
  // What is bound is counted only when it matters.
  if (await isMore(pass, vanishLimit(0))) {
    const limit = vanishLimit(await store.countBound(link.id))
    const vanished = (await isMore(pass, limit)) ? (await vanishedRows(pass)).length : 0
    if (vanished > limit) return holdLink(pass, vanished)
  }
  if (!hold && link.status !== 'held') return
  await pass.commit([{ type: 'updateLink', set: { hold: null, ...(link.status === 'held' && { status: 'active' }) } }])
  pass.hold = null
  pass.onEvent({ type: 'linkChanged', linkId: link.id })
}

/** Whether more than so many bound files are gone. A first listing marks all that an account has, and of that hardly anything is bound. */
async function isMore({ store, link, position }: Pass, limit: number): Promise<boolean> {
  if ((await store.countBound(link.id, limit + 1)) <= limit) return false
  return (await store.countVanished(link.id, position.mirrorGeneration, limit + 1)) > limit
}

/** Nothing follows yet from what vanished from a record that is paused: it is asked about when the record goes on. */
async function vanishedRows({ store, link, position }: Pass): Promise<readonly Baseline[]> {
  const paused = (await store.enrolments(link.id)).filter(({ status }) => status === 'paused')
  const texts = new Set(paused.map(({ record }) => recordKeyText(record)))
  const rows = await store.vanished(link.id, position.mirrorGeneration)
  return rows.filter(({ record }) => !texts.has(recordKeyText(record)))
}

async function holdLink(pass: Pass, vanished: number): Promise<never> {
  const { link, hold } = pass
  if (hold?.vanished !== vanished || link.status === 'active') {
    await pass.commit([
      {
        type: 'updateLink',
        set: { hold: { vanished, answer: null }, ...(link.status === 'active' && { status: 'held' }) },
      },
      ...(hold
        ? []
        : [
            pass.activity({
              record: null,
              subject: link.email,
              code: 'filesVanished',
              direction: null,
              details: { count: String(vanished) },
            }),
          ]),
    ])
    pass.onEvent({ type: 'linkChanged', linkId: link.id })
  }
  return pass.stop(link.status === 'paused' ? 'paused' : 'held')
}

/** What vanished goes up again under the names that it had, into folders that are made anew. */
async function putBack(pass: Pass): Promise<void> {
  const { store, link } = pass
  for (const enrolment of await store.enrolments(link.id)) await forgetFolders(pass, enrolment)
  const rows = await vanishedRows(pass)
  for (let at = 0; at < rows.length; at += ROWS_A_COMMIT) {
    await pass.commit(
      rows.slice(at, at + ROWS_A_COMMIT).flatMap((row): StoreWrite[] => [
        { type: 'putBaseline', baseline: { ...row, status: 'putBack', deletion: null } },
        { type: 'markDirty', key: { type: 'file', record: row.record, fileId: row.fileId } },
      ]),
    )
  }
  await pass.commit([{ type: 'updateLink', set: { hold: null } }])
  pass.hold = null
}

/** The folders of a record that are gone, its own and those in it, are forgotten, so that they are made anew. */
async function forgetFolders(pass: Pass, { record, status, folderId, folderLower }: Enrolment): Promise<void> {
  const { store, link, position } = pass
  if (status !== 'active' || folderId === null || folderLower === null) return
  const generation = position.mirrorGeneration
  const [[byId], [atPath], maps] = await Promise.all([
    store.mirrorById(link.id, generation, [folderId]),
    store.mirror(link.id, generation, [folderLower]),
    store.folderMaps(link.id, record),
  ])
  const folders = await store.mirror(
    link.id,
    generation,
    maps.map((map) => map.pathLower),
  )
  const gone = maps.filter((_, at) => folders[at]?.kind !== 'folder')
  const isGone = byId?.kind !== 'folder' && atPath?.kind !== 'folder'
  const key: DirtyKey = { type: 'record', record }
  const writes: StoreWrite[] = gone.map(({ pathLower }) => ({ type: 'deleteFolderMap', record, pathLower }))
  if (isGone) {
    const set = { folderId: null, folder: null, folderLower: null, lastNameWeSet: null }
    writes.push({ type: 'updateEnrolment', record, set }, { type: 'markDirty', key })
  }
  if (writes.length > 0) await pass.commit(writes)
}
