import type { ActivityCode, HostFile, RecordKey } from '@twinfolder/core'

import type { PostgresFileStore } from '../../postgres/index.ts'

/** What a process is killed in the middle of. Every record but a new one has `a.txt` with the text `h1` on both sides. */
export interface Kind {
  /** The row that the op leaves: it is in the commit that follows the effect. */
  readonly code: ActivityCode
  /** What is told after that, when nobody dies. */
  readonly further?: readonly ActivityCode[] | undefined
  /** Whether the record is new to the link. */
  readonly isNew?: boolean | undefined
  /** Whether the record has another name from then on. */
  readonly isRenamed?: boolean | undefined
  /** What a person does in the CRM before. */
  readonly inCrm?: ((crm: Crm) => Promise<unknown>) | undefined
  /** What the user does in Dropbox before: paths below the record's folder and their texts; `null` deletes, a path moves there. */
  readonly inDropbox?: readonly (readonly [
    path: string,
    does: { readonly text: string } | { readonly to: string } | null,
  ])[]
  /** `path: text` on both sides in the end, sorted. */
  readonly crm: readonly string[]
  readonly dropbox: readonly string[]
}

/** The files of one record, as a person works with them. */
export interface Crm {
  put(name: string, text: string): Promise<HostFile>
  file(name: string): Promise<HostFile>
  readonly files: PostgresFileStore
  readonly record: RecordKey
}

export const person = { userId: 'user-grace', name: 'Grace Hopper', via: 'host' } as const

const target = async (crm: Crm, name: string) => {
  const { id, version } = await crm.file(name)
  return { record: crm.record, id, expectedVersion: version }
}
const same = (...lines: readonly string[]) => ({ crm: lines, dropbox: lines })

/** One of each kind of op that has an effect, and some that only write rows. */
export const kinds = {
  upload: { code: 'uploaded', inCrm: (crm) => crm.put('b.txt', 'h2'), ...same('a.txt: h1', 'b.txt: h2') },
  edit: { code: 'updatedInRemote', inCrm: (crm) => crm.put('a.txt', 'h2'), ...same('a.txt: h2') },
  move: {
    code: 'movedInRemote',
    inCrm: async (crm) => crm.files.rename(await target(crm, 'a.txt'), 'b.txt', person),
    ...same('b.txt: h1'),
  },
  deletion: {
    code: 'deletedInRemote',
    inCrm: async (crm) => crm.files.remove(await target(crm, 'a.txt'), person),
    ...same(),
  },
  import: { code: 'imported', inDropbox: [['b.txt', { text: 'h2' }]], ...same('a.txt: h1', 'b.txt: h2') },
  version: { code: 'updatedInHost', inDropbox: [['a.txt', { text: 'h2' }]], ...same('a.txt: h2') },
  conflict: {
    code: 'conflictCopyStored',
    further: ['updatedInRemote', 'uploaded'],
    inCrm: (crm) => crm.put('a.txt', 'h2'),
    inDropbox: [['a.txt', { text: 'h3' }]],
    ...same('a (Dropbox, Sofie, today).txt: h3', 'a.txt: h2'),
  },
  copy: {
    code: 'importedFromRename',
    further: ['keptAfterRemoteDelete'],
    inDropbox: [['a.txt', { to: 'b.txt' }]],
    crm: ['a.txt: h1', 'b.txt: h1'],
    dropbox: ['b.txt: h1'],
  },
  detachment: { code: 'keptAfterRemoteDelete', inDropbox: [['a.txt', null]], crm: ['a.txt: h1'], dropbox: [] },
  folder: {
    code: 'folderImported',
    further: ['imported'],
    inDropbox: [['sub/b.txt', { text: 'h2' }]],
    ...same('a.txt: h1', 'sub/b.txt: h2'),
  },
  recordFolder: { code: 'recordFolderCreated', isNew: true, further: ['uploaded'], ...same('a.txt: h1') },
  recordName: { code: 'recordFolderMoved', isRenamed: true, ...same('a.txt: h1') },
} as const satisfies Readonly<Record<string, Kind>>

/** The name of one of {@link kinds}. */
export type KindName = keyof typeof kinds

/** One of {@link kinds} by its name. */
export function kindOf(name: KindName): Kind {
  return kinds[name]
}
