import { type PathLower, parentLower } from '../../domain/remote-path.ts'
import { recordKeyText } from '../../domain/record-ref.ts'
import { isNameOf } from '../../names/is-name-of.ts'
import type { Batch } from './plan.ts'
import type { Cell, MirrorFile, RecordView } from './cell.ts'
import { hostFolderOf } from './folders.ts'
import type { FolderMap } from '../../ports/sync-rows.ts'
import { isSameFolder } from '../host-place.ts'

/** A file of the remote that came into the host, and the folders that the host has got with it. */
export interface Origin {
  readonly remote: MirrorFile
  readonly newMaps: readonly FolderMap[]
}

/**
 * The file of the remote that a new file of the host may have been made of, by an upload that the host did not tell the end of: it has
 * the same content, and the folder and the name that it would get (C75). Only where the host tells no ids.
 */
export function cameInAs(
  batch: Batch,
  claims: ReadonlySet<PathLower>,
  view: RecordView,
  { host }: Cell,
): Origin | null {
  if (view.capabilities.createdId || !host?.contentHash) return null
  const names = { entryAt: (guess: PathLower) => batch.occupantAt(guess).entry }
  for (const { record, baseline, host: other, remote } of batch.cells) {
    if (!remote || baseline || other || remote.contentHash !== host.contentHash) continue
    if (claims.has(remote.pathLower) || recordKeyText(record) !== recordKeyText(view.record)) continue
    if (!isNameOf(host.name, remote.name)) continue
    const { hostFolder, newMaps } = hostFolderOf(view, parentLower(remote.pathLower), names)
    if (isSameFolder(hostFolder, host.folder)) return { remote, newMaps }
  }
  return null
}
