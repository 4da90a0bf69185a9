import {
  type Link,
  type MirrorEntry,
  type StoreWrite,
  contentHash,
  instant,
  pathLower,
  remoteId,
  remotePath,
  revision,
} from '@twinfolder/core'

/** What Dropbox gives on a page of a listing, at most. */
export const PAGE_ENTRIES = 2000
/** How many files each record of the account has. */
const FILES_A_RECORD = 50

export const link: Link = {
  id: 'link',
  user: { tenantId: 'tenant', userId: 'sofie' },
  provider: 'dropbox',
  accountId: 'dbid:sofie',
  email: 'sofie@example.com',
  displayName: 'Sofie',
  firstName: 'Sofie',
  locale: 'en',
  status: 'active',
  cursor: null,
  listingCursor: null,
  mirrorGeneration: 0,
  feedPosition: null,
  blockedUntil: null,
  hold: null,
  lastOkAt: null,
  createdAt: instant('2026-11-01T12:00:00.000Z'),
}

/** A file of an account with many records, by its number. */
export function entry(number: number, generation: number, rev = 'rev-1'): MirrorEntry {
  const record = Math.floor(number / FILES_A_RECORD)
  const name = `Offer ${number}.pdf`
  const path = `/Companies/Company ${record} (${record})/Offers 2026/${name}`
  return {
    linkId: link.id,
    generation,
    pathLower: pathLower(path.toLowerCase()),
    path: remotePath(path),
    name,
    kind: 'file',
    remoteId: remoteId(`id:${number.toString().padStart(20, '0')}`),
    revision: revision(rev),
    contentHash: contentHash(number.toString(16).padStart(64, '0')),
    sizeBytes: 1000 + number,
    downloadable: true,
    modifiedAt: instant('2026-11-01T12:00:00.000Z'),
  }
}

/** The writes of one page of a full listing, as a pass commits them. */
export function listedPage(page: number, generation: number): readonly StoreWrite[] {
  return numbersOf(page).flatMap((number) => {
    const put = entry(number, generation)
    return [
      { type: 'deleteMirror', generation, pathLower: put.pathLower } as const,
      { type: 'putMirror', entry: put } as const,
    ]
  })
}

/** The numbers of the files on a page. */
export function numbersOf(page: number): readonly number[] {
  return Array.from({ length: PAGE_ENTRIES }, (_, at) => page * PAGE_ENTRIES + at)
}
