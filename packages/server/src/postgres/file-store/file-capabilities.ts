import { type HostCapabilities, type HostFolder, type Module, type RecordKey, SyncError } from '@twinfolder/core'

/** What an app may take away from the file store, e.g. folders that its own pages cannot show. */
export type FileStoreRestrictions = Partial<
  Pick<
    HostCapabilities,
    'upload' | 'replace' | 'rename' | 'move' | 'copy' | 'trash' | 'versions' | 'folders' | 'emptyFolders'
  >
>

/** What users can do with files, by module. */
export type FileCapabilities = (module: Module) => HostCapabilities

/** Everything, less what is taken away. */
export function fileCapabilities(
  { maxFileBytes, retentionDays }: Pick<HostCapabilities, 'maxFileBytes' | 'retentionDays'>,
  restrictions: (module: Module) => FileStoreRestrictions,
): FileCapabilities {
  return (module) => ({
    upload: true,
    replace: true,
    rename: true,
    move: true,
    copy: true,
    trash: true,
    versions: true,
    folders: 'nested',
    emptyFolders: true,
    ...restrictions(module),
    hash: true,
    changes: 'feed',
    conditional: true,
    createdId: true,
    maxFileBytes,
    retentionDays,
  })
}

/** @throws SyncError `upload_unsupported` or `host_refused` when the module cannot do it */
export function assertAble(
  capabilities: FileCapabilities,
  ability: Exclude<keyof FileStoreRestrictions, 'folders'>,
  { module }: RecordKey,
): void {
  if (capabilities(module)[ability]) return
  if (ability === 'upload') throw new SyncError('upload_unsupported', `Files of ${module} cannot be added here.`)
  throw new SyncError('host_refused', `Files of ${module} have no "${ability}" here.`)
}

/** @throws SyncError `host_refused` when the module has no such folders */
export function assertFolderPossible(capabilities: FileCapabilities, { module }: RecordKey, folder: HostFolder): void {
  const { folders } = capabilities(module)
  const deepest = { none: 0, flat: 1, nested: Infinity }[folders]
  if (folder.length <= deepest) return
  throw new SyncError('host_refused', `Records of ${module} have ${folders} folders here, not "${folder.join('/')}".`)
}
