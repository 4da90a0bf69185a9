import type { FileEntry, RecordView } from '@twinfolder/protocol'
import { type ReactNode, useState } from 'react'

import type { RemedyActions } from '../explain/use-remedies.ts'
import type { FilesList } from '../files/use-files.ts'
import { later } from '../messages/later.tsx'

/** How one file is looked at. */
export interface FileLook {
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

const FileDialog = later({
  load: async () => (await import('./FileDialog.tsx')).FileDialog,
  parts: ['details', 'explain', 'activity'],
  onFailed: ({ onLook }) => onLook(() => null),
})

/** Opens files over the page, one after the other, and their details. The code is loaded with the first look. */
export function useFileView({ view, ...options }: FileViewOptions): FileView {
  const [look, setLook] = useState<FileLook | null>(null)
  return {
    preview: (file) => setLook({ as: 'preview', file }),
    details: (file) => setLook({ as: 'details', file }),
    element: look && view ? <FileDialog {...options} view={view} look={look} onLook={setLook} /> : null,
  }
}
