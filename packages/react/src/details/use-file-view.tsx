import type { FileEntry, RecordView } from '@twinfolder/protocol'
import { type ReactNode, useCallback, useState } from 'react'

import type { RemedyActions } from '../explain/use-remedies.ts'
import { type FilesList, entryKey } from '../files/use-files.ts'
import { DetailsDialog, PreviewDialog } from './file-views.ts'

/** How one file is looked at. */
interface Look {
  readonly as: 'preview' | 'details'
  readonly file: FileEntry
}

/** Looking at one file of a list. */
export interface FileView {
  readonly preview: (file: FileEntry) => void
  readonly details: (file: FileEntry) => void
  /** What is looked at now, to be rendered. */
  readonly element: ReactNode
}

/** What looking at a file needs of the page around it. */
export interface FileViewOptions {
  readonly view: RecordView | undefined
  readonly list: FilesList
  readonly canAct: boolean
  readonly actionsOf: (file: FileEntry) => RemedyActions
  readonly download: (file: FileEntry) => void
  /** The file that was looked at last, once nobody looks any more. */
  readonly onClosed: (file: FileEntry) => void
}

/** Opens files over the page, one after the other, and their details. */
export function useFileView({ view, list, canAct, actionsOf, download, onClosed }: FileViewOptions): FileView {
  const [look, setLook] = useState<Look | null>(null)
  const preview = useCallback((file: FileEntry) => setLook({ as: 'preview', file }), [])
  const details = useCallback((file: FileEntry) => setLook({ as: 'details', file }), [])
  if (!look || !view) return { preview, details, element: null }

  const { file } = look
  const close = () => {
    setLook(null)
    onClosed(file)
  }
  const step = async (by: 1 | -1) => {
    const next = await fileBeside(list, list.indexOf(entryKey(file)), by)
    if (next) setLook((now) => (now?.file === file ? { as: 'preview', file: next } : now))
  }
  const element =
    look.as === 'preview' ? (
      <PreviewDialog
        record={view.record}
        file={file}
        onDownload={() => download(file)}
        onDetails={() => details(file)}
        onStep={(by) => void step(by)}
        onClose={close}
      />
    ) : (
      <DetailsDialog
        view={view}
        file={file}
        canAct={canAct}
        actions={actionsOf(file)}
        onOpen={() => preview(file)}
        onDownload={() => download(file)}
        onClose={close}
      />
    )
  return { preview, details, element }
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
