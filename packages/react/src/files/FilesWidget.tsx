import type { FileEntry, RecordRef } from '@twinfolder/protocol'

import { WhenReady } from '../messages/WhenReady.tsx'
import type { FilesView } from './files-view.ts'
import { FilesPanel } from './FilesPanel.tsx'
import type { FilesSlots } from './slots.tsx'
import { FilesSkeleton } from './FilesSkeleton.tsx'

/** Props of {@link FilesWidget}. */
export interface FilesWidgetProps {
  /** The CRM record whose files are listed, e.g. `{ module: 'companies', id: '1001' }`. */
  readonly record: RecordRef
  /** Lists and downloads only: no uploading, no deleting, no sync button. @default false */
  readonly readOnly?: boolean | undefined
  /** `false`: without the button below the list, for a page that places a `DropboxSyncButton` itself. @default true */
  readonly syncButton?: boolean | undefined
  /** The level of the heading "Files" in the outline of your page. @default 2 */
  readonly headingLevel?: 2 | 3 | 4 | undefined
  /** Opens a file in your own way, e.g. on a page of your app. @default a preview over the page */
  readonly onOpenFile?: ((file: FileEntry) => void) | undefined
  /** What the list shows, where your page decides: keep what {@link FilesWidgetProps.onViewChange} tells. */
  readonly view?: FilesView | undefined
  /** What the list shows first, e.g. `{ folder: ['Contracts'], sort: '-updatedAt' }`. @default the record's folder, by name */
  readonly defaultView?: FilesView | undefined
  /** Called when the user opens a folder, sorts, searches or filters. */
  readonly onViewChange?: ((view: FilesView) => void) | undefined
  readonly className?: string | undefined
  /** Your own icons, row extras, empty state and footer. */
  readonly slots?: FilesSlots | undefined
  /** Called when the server has accepted the press of the button, not when the files are alike. */
  readonly onSyncRequested?: (() => void) | undefined
}

/**
 * The files of one record: list, folders, upload, download, delete, the state of each file, and the Dropbox button below. Renders a
 * `<section>` named "Files"; needs a `TwinfolderProvider` above.
 */
export function FilesWidget({ record, className, ...rest }: FilesWidgetProps) {
  const { module, id } = record
  const classes = className ? `tf-root tf-panel ${className}` : 'tf-root tf-panel'
  return (
    <WhenReady
      fallback={
        <div className={classes}>
          <FilesSkeleton />
        </div>
      }
    >
      <FilesPanel key={JSON.stringify([module, id])} module={module} id={id} classes={classes} {...rest} />
    </WhenReady>
  )
}
