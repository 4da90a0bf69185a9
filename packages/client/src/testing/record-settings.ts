import type { RecordRef, RecordSync, RecordView, RemoteOnlyEntry } from '@twinfolder/protocol'

/** What a record looks like. All of it has a default. */
export interface MemoryRecordSettings {
  /** @default { name: 'Acme GmbH', number: the record's id } */
  readonly record?: { readonly name: string | null; readonly number: string | null } | undefined
  /** Where the record stands at first; a script or `setRecordSync` changes it. @default not enrolled */
  readonly sync?: Partial<RecordSync> | undefined
  readonly access?: Partial<RecordView['access']> | undefined
  readonly capabilities?: Partial<RecordView['capabilities']> | undefined
  /** @default 52428800 */
  readonly maxFileBytes?: number | undefined
  /** @default an address once the record is enrolled */
  readonly remoteFolderUrl?: string | null | undefined
  /** Why a waiting record does not go on. @default null */
  readonly waitingFor?: RecordView['waitingFor'] | undefined
  readonly alsoSyncedBy?: readonly string[] | undefined
  /** Files that are only in Dropbox. */
  readonly remoteOnly?: readonly RemoteOnlyEntry[] | undefined
}

const everyCapability = {
  upload: true,
  rename: true,
  move: true,
  trash: true,
  folders: 'nested',
  emptyFolders: true,
  versions: true,
  findByHash: true,
} as const satisfies RecordView['capabilities']

/** The record as the widget gets it. */
export function recordView(settings: MemoryRecordSettings, ref: RecordRef, sync: RecordSync): RecordView {
  const { record = { name: 'Acme GmbH', number: ref.id } } = settings
  const folderName = `${record.name ?? ref.module} (${record.number ?? ref.id})`
  const folderUrl = `https://www.dropbox.com/home/Apps/Demo%20CRM/${ref.module}/${encodeURIComponent(folderName)}`
  const ownUrl = sync.phase === 'notEnrolled' ? null : folderUrl
  return {
    record: ref,
    name: record.name,
    number: record.number,
    sync,
    access: { read: true, write: true, missing: [], ...settings.access },
    capabilities: { ...everyCapability, ...settings.capabilities },
    maxFileBytes: settings.maxFileBytes ?? 50 * 1024 * 1024,
    remoteFolderUrl: settings.remoteFolderUrl === undefined ? ownUrl : settings.remoteFolderUrl,
    waitingFor: settings.waitingFor ?? null,
    alsoSyncedBy: settings.alsoSyncedBy ?? [],
  }
}
