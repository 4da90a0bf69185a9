import { later } from '../../messages/later.tsx'
import { usePreload } from '../../messages/use-preload.ts'
import type { FilesView } from '../files-view.ts'
import { FilesHeader, type FilesHeaderProps } from './FilesHeader.tsx'
import { SearchField } from './SearchField.tsx'
import type { SelectionActions } from './SelectionBar.tsx'
import { SortMenu } from './SortMenu.tsx'
import { StateChip } from './StateChip.tsx'
import { StateMenu } from './StateMenu.tsx'
import type { Search } from './use-search.ts'

const SelectionBar = later({
  load: async () => (await import('./SelectionBar.tsx')).SelectionBar,
  parts: [],
  // Of the same height: nothing moves when it comes.
  fallback: () => <div className="tf-header" data-part="selection" />,
})

/** Props of {@link FilesHead}. */
export interface FilesHeadProps extends Omit<FilesHeaderProps, 'onSearch' | 'children'> {
  /** What the user asked to see. */
  readonly view: FilesView
  readonly onView: (patch: Partial<FilesView>) => void
  readonly search: Search
  readonly onSearch: (search: string | undefined) => void
  readonly selectedCount: number
  readonly selectionActions: SelectionActions
  readonly onClearSelection: () => void
  /** Into the rows. */
  readonly onLeave: () => void
  /** Whether files can have a state at all. */
  readonly hasStates: boolean
}

/** The line above the list: title, search or selection, all of one height, so that nothing jumps. */
export function FilesHead(props: FilesHeadProps) {
  const { view, onView, search, onSearch, selectedCount, selectionActions, onClearSelection, onLeave, hasStates } =
    props
  const { titleId, headingLevel, count, canUpload, canCreateFolder, onFiles, onNewFolder } = props
  usePreload(SelectionBar)
  const isSelecting = selectedCount > 0
  return (
    <>
      <div className="tf-head">
        {isSelecting ? <SelectionBar count={selectedCount} onClear={onClearSelection} {...selectionActions} /> : null}
        {search.isOpen ? (
          <div hidden={isSelecting}>
            <SearchField
              inputRef={search.inputRef}
              search={view.search ?? ''}
              onSearch={onSearch}
              onClose={search.close}
              onLeave={onLeave}
            />
          </div>
        ) : null}
        <div hidden={isSelecting || search.isOpen}>
          <FilesHeader
            titleId={titleId}
            headingLevel={headingLevel}
            count={count}
            canUpload={canUpload}
            canCreateFolder={canCreateFolder}
            onFiles={onFiles}
            onNewFolder={onNewFolder}
            onSearch={search.open}
          >
            {hasStates ? <StateMenu state={view.state} onState={(state) => onView({ state })} /> : null}
            <SortMenu sort={view.sort} onSort={(sort) => onView({ sort })} />
          </FilesHeader>
        </div>
      </div>
      {view.state ? <StateChip state={view.state} onClear={() => onView({ state: undefined })} /> : null}
    </>
  )
}
