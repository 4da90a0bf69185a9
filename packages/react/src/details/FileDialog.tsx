import type { FileEntry, RecordView } from '@twinfolder/protocol'

import { type FilesList, entryKey } from '../files/use-files.ts'
import { PreviewDialog } from '../preview/PreviewDialog.tsx'
import { DetailsDialog } from './DetailsDialog.tsx'
import type { FileLook, FileViewOptions } from './use-file-view.tsx'

/** Props of {@link FileDialog}. */
export interface FileDialogProps extends Omit<FileViewOptions, 'view'> {
  readonly view: RecordView
  readonly look: FileLook
  readonly onLook: (change: (now: FileLook | null) => FileLook | null) => void
}

/** One file of a list over the page: itself, or its details; from one to the next. Renders a `<dialog>`. */
export function FileDialog(props: FileDialogProps) {
  const { view, list, canAct, look, actionsOf, download, onLook, onClosed } = props
  const { file } = look
  const onDownload = () => download(file)
  const onClose = () => {
    onLook(() => null)
    onClosed(file)
  }
  const step = async (by: 1 | -1) => {
    const next = await fileBeside(list, list.indexOf(entryKey(file)), by)
    // Somebody may have gone on, or closed, while it was loaded.
    if (next) onLook((now) => (now === look ? { as: 'preview', file: next } : now))
  }
  return look.as === 'preview' ? (
    <PreviewDialog
      record={view.record}
      file={file}
      onDownload={onDownload}
      onDetails={() => onLook(() => ({ as: 'details', file }))}
      onStep={(by) => void step(by)}
      onClose={onClose}
    />
  ) : (
    <DetailsDialog
      view={view}
      file={file}
      canAct={canAct}
      actions={actionsOf(file)}
      onOpen={() => onLook(() => ({ as: 'preview', file }))}
      onDownload={onDownload}
      onClose={onClose}
    />
  )
}

/** The next file of a list in a direction, loaded if need be; folders are passed over. `null` at the end. */
async function fileBeside(list: FilesList, from: number | null, by: 1 | -1): Promise<FileEntry | null> {
  if (from === null) return null
  for (let index = from + by; index >= 0 && index < list.count; index += by) {
    const [entry] = await list.load(index, index)
    // What is only in Dropbox comes after all files.
    if (!entry) return null
    if (entry.kind === 'file') return entry
  }
  return null
}
