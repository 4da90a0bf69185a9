import { DEFAULT_MAX_FILE_BYTES } from '../../domain/limits.ts'
import type { Module, RecordKey } from '../../domain/record-ref.ts'
import type { HostCapabilities, HostFolder } from '../../ports/host-files.ts'
import { SyncError } from '../../sync-error.ts'

/** What differs from a host that can do everything, for all modules or for one. */
export type CapabilityOverrides = Partial<HostCapabilities> & {
  readonly [module in Module]?: Partial<HostCapabilities>
}

/** The things that a host can or cannot do. */
export type HostAbility = 'upload' | 'replace' | 'rename' | 'move' | 'copy' | 'trash' | 'versions' | 'emptyFolders'

const everything: HostCapabilities = {
  upload: true,
  replace: true,
  rename: true,
  move: true,
  copy: true,
  trash: true,
  versions: true,
  retentionDays: 30,
  folders: 'nested',
  emptyFolders: true,
  hash: true,
  createdId: true,
  changes: 'feed',
  conditional: true,
  maxFileBytes: DEFAULT_MAX_FILE_BYTES,
}

/** The capabilities of each module. */
export function capabilitiesOf(overrides: CapabilityOverrides): (module: Module) => HostCapabilities {
  const { contacts, companies, projects, meetings, products, ...general } = overrides
  const able = (special: Partial<HostCapabilities> = {}): HostCapabilities => ({
    ...everything,
    ...general,
    ...special,
  })
  const ofModule = {
    contacts: able(contacts),
    companies: able(companies),
    projects: able(projects),
    meetings: able(meetings),
    products: able(products),
  }
  return (module) => ofModule[module]
}

/** @throws SyncError `upload_unsupported` or `host_refused` when the module cannot do it. */
export function assertAble(capabilities: HostCapabilities, ability: HostAbility, record: RecordKey): void {
  if (capabilities[ability]) return
  if (ability === 'upload') throw new SyncError('upload_unsupported', `Files of ${record.module} cannot be added here.`)
  throw new SyncError('host_refused', `Files of ${record.module} have no "${ability}" here.`)
}

/** @throws SyncError `host_refused` when the module has no such folders. */
export function assertFolderPossible(capabilities: HostCapabilities, folder: HostFolder): void {
  const deepest = { none: 0, flat: 1, nested: Infinity }[capabilities.folders]
  if (folder.length <= deepest && folder.every((name) => name !== '')) return
  throw new SyncError('host_refused', `There are ${capabilities.folders} folders here, not "${folder.join('/')}".`)
}
