import type { Lease, SyncStore } from '@twinfolder/core'
import { type Database, tidy } from '@twinfolder/server/postgres'

import { PAGE_ENTRIES, entry, link, listedPage, numbersOf } from './account.ts'
import { quantile, round, tell, timed } from './figures.ts'

/** Listing a large account into the mirror, comparing the generations, and following its feed afterwards. */
export async function benchMirror(store: SyncStore, db: Database['db'], files: number): Promise<void> {
  const pages = Math.ceil(files / PAGE_ENTRIES)
  const lease = await store.acquireLease(link.id, 'bench', link.createdAt, link.createdAt)
  if (!lease) throw new Error('The link has another worker.')
  await list(store, lease, pages)
  await tidy(db)
  await compare(store, lease, files)
  await follow(store, lease, pages)
  await markMany(store, lease, files)
}

async function list(store: SyncStore, lease: Lease, pages: number): Promise<void> {
  const times: number[] = []
  for (let page = 0; page < pages; page += 1) {
    times.push((await timed(() => store.commit(lease, listedPage(page, 1))))[0])
  }
  const totalMs = times.reduce((sum, ms) => sum + ms, 0)
  tell('list', {
    pages,
    pagesPerSecond: round((pages / totalMs) * 1000),
    entriesPerSecond: Math.round(((pages * PAGE_ENTRIES) / totalMs) * 1000),
    firstPagesP50Ms: quantile(times.slice(0, 20), 0.5),
    lastPagesP50Ms: quantile(times.slice(-20), 0.5),
    p95Ms: quantile(times, 0.95),
  })
}

/** Both generations, page by page, as a pass compares a new listing with the old one. */
async function compare(store: SyncStore, lease: Lease, files: number): Promise<void> {
  const [ms] = await timed(async () => {
    for (let after: Parameters<SyncStore['mirrorPage']>[2] = null; ;) {
      const page = await store.mirrorPage(link.id, 1, after, 1000)
      await store.mirror(
        link.id,
        0,
        page.rows.map((row) => row.pathLower),
      )
      if (page.next === null) return
      after = page.rows.at(-1)?.pathLower ?? null
    }
  })
  await store.commit(lease, [
    { type: 'updateLink', set: { cursor: 'cursor', mirrorGeneration: 1 } },
    { type: 'keepGeneration', generation: 1 },
  ])
  tell('compare', { files, seconds: round(ms / 1000), rowsPerSecond: Math.round((files / ms) * 1000) })
}

/** Pages of the feed: read what was at its paths, write entries, marks and cursor in one commit. */
async function follow(store: SyncStore, lease: Lease, pages: number): Promise<void> {
  const [reads, commits]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < 20; turn += 1) {
    const changed = numbersOf((turn * 7919) % pages).map((number) => entry(number, 1, `rev-${turn + 2}`))
    const [readMs] = await timed(() =>
      store.mirror(
        link.id,
        1,
        changed.map((one) => one.pathLower),
      ),
    )
    const [commitMs] = await timed(() =>
      store.commit(lease, [
        ...changed.map((one) => ({ type: 'putMirror', entry: one }) as const),
        ...changed.map(
          ({ pathLower }) => ({ type: 'markDirty', key: { type: 'path', record: null, pathLower } }) as const,
        ),
        { type: 'updateLink', set: { cursor: `cursor-${turn}` } },
      ]),
    )
    reads.push(readMs)
    commits.push(commitMs)
  }
  const p50 = quantile(commits, 0.5) + quantile(reads, 0.5)
  tell('page of the feed', {
    entries: PAGE_ENTRIES,
    readP50Ms: quantile(reads, 0.5),
    commitP50Ms: quantile(commits, 0.5),
    pagesPerSecond: round(1000 / p50),
  })
}

/** What is dirty is read and cleared in rounds, whatever else there is. */
async function markMany(store: SyncStore, lease: Lease, files: number): Promise<void> {
  const times: number[] = []
  for (let at = 0; at < 20; at += 1) {
    const [ms] = await timed(async () => {
      const marks = await store.dirty(link.id, { records: null, limit: 1000 })
      await store.commit(
        lease,
        marks.map(({ key, mark }) => ({ type: 'clearDirty', key, mark }) as const),
      )
    })
    times.push(ms)
  }
  const [vanishedMs] = await timed(() => store.countVanished(link.id, 1, 21))
  tell('round of dirty keys', { keys: 1000, files, p50Ms: quantile(times, 0.5), countVanishedMs: round(vanishedMs) })
}
