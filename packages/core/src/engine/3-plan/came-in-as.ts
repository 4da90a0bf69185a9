import { type PathLower, parentLower } from '../../domain/remote-path.ts'
import { recordKeyText } from '../../domain/record-ref.ts'
import { isNameOf } from '../../names/is-name-of.ts'
import type { Batch } from './plan.ts'
import type { Cell, MirrorFile, RecordView } from './cell.ts'
import { hostFolderOf } from './folders.ts'
import { isSameFolder } from '../host-place.ts'

/**
 * The file of the remote that a new file of the host may have been made of, by an upload that the host did not tell the end of: it has
 * the same content, and the folder and the name that it would get (C75). Only where the host tells no ids.
 */
export function cameInAs(
  batch: Batch,
  claims: ReadonlySet<PathLower>,
  view: RecordView,
  { host }: Cell,
): MirrorFile | null {
  if (view.capabilities.createdId || !host?.contentHash) return null
  const names = { entryAt: (guess: PathLower) => batch.occupantAt(guess).entry }
  const found = batch.cells.find(
    ({ record, baseline, host: other, remote }) =>
      remote &&
      !baseline &&
      !other &&
      remote.contentHash === host.contentHash &&
      !claims.has(remote.pathLower) &&
      recordKeyText(record) === recordKeyText(view.record) &&
      isNameOf(host.name, remote.name) &&
      isSameFolder(hostFolderOf(view, parentLower(remote.pathLower), names).hostFolder, host.folder),
  )
  return found?.remote ?? null
}
