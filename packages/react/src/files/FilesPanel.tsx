import type { FileEntry, RecordView } from '@twinfolder/protocol'
import { useCallback, useId, useMemo, useRef, useState } from 'react'

import { RecordDialogHost } from '../decisions/RecordDialogHost.tsx'
import { useDecisions } from '../decisions/use-decisions.ts'
import { useWords } from '../messages/use-words.ts'
import { Problem } from '../primitives/Problem.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import type { ChosenFile } from '../uploads/chosen-file.ts'
import { UploadPanel } from '../uploads/UploadPanel.tsx'
import { useUploads } from '../uploads/use-uploads.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { DeleteDialog, isInDropbox } from './DeleteDialog.tsx'
import { type EntryMenuActions, entryAnswers, entryMenu, isDetached } from './entry-menu.ts'
import { ExplainDialog } from './ExplainDialog.tsx'
import { FilesEmpty } from './FilesEmpty.tsx'
import { FilesSkeleton } from './FilesSkeleton.tsx'
import type { FilesWidgetProps } from './FilesWidget.tsx'
import { type FilesSort, isGathering } from './files-view.ts'
import { FileGrid } from './grid/FileGrid.tsx'
import { useActiveRow } from './grid/use-active-row.ts'
import { NewFolderDialog } from './NewFolderDialog.tsx'
import { NothingFound } from './NothingFound.tsx'
import { OneWayNote } from './OneWayNote.tsx'
import { FilesHeader } from './toolbar/FilesHeader.tsx'
import { SearchField } from './toolbar/SearchField.tsx'
import { SelectionBar } from './toolbar/SelectionBar.tsx'
import { SortMenu } from './toolbar/SortMenu.tsx'
import { useSearch } from './toolbar/use-search.ts'
import { useDropTarget } from './use-drop-target.ts'
import { useFileActions } from './use-file-actions.ts'
import { type Entry, useFiles } from './use-files.ts'
import { useFilesView } from './use-files-view.ts'
import { useFound } from './use-found.ts'
import { useNearFolder } from './use-near-folder.ts'
import { useNewFiles } from './use-new-files.ts'
import { useRecord } from './use-record.ts'
import { useSelection } from './use-selection.ts'
import { visibleName } from './visible-name.ts'

type Question =
  | { readonly type: 'newFolder' }
  | { readonly type: 'delete'; readonly files: readonly FileEntry[] }
  | { readonly type: 'explain'; readonly entry: Exclude<Entry, { kind: 'folder' }> }
  | { readonly type: 'compare'; readonly fileId: string }

type FilesPanelProps = Omit<FilesWidgetProps, 'record' | 'className'> &
  RecordView['record'] & { readonly classes: string }

/** The widget of one record, once its language is there. */
export function FilesPanel(props: FilesPanelProps) {
  const { module, id, classes, readOnly = false, syncButton = true, headingLevel = 2, onSyncRequested } = props
  const record = useMemo(() => ({ module, id }), [module, id])
  const { t } = useWords()
  const titleId = useId()
  const gridRef = useRef<HTMLDivElement>(null)
  const listRef = useRef<HTMLDivElement>(null)
  const [pages, setPages] = useState<readonly number[]>([0])
  const [question, setQuestion] = useState<Question | null>(null)

  const { view: wanted, change } = useFilesView(props.view, props.defaultView, props.onViewChange)
  const { data: view, error: recordError, refetch } = useRecord(record)
  const list = useFiles(record, wanted, pages)
  const { folder } = list.view
  const active = useActiveRow(list, gridRef)
  const selection = useSelection(list)
  const uploads = useUploads(record)
  const actions = useFileActions(record)
  const { answer } = useDecisions(record)
  const searchFor = useCallback((search: string | undefined) => change({ search }), [change])
  const search = useSearch(wanted.search, searchFor, selection.clear)
  const sortBy = useCallback((sort: FilesSort) => change({ sort }), [change])
  const near = useNearFolder(record, wanted.sort)
  useNewFiles(list)
  useFound(list)

  const error = list.error ?? recordError
  const rights = rightsOf(view, readOnly, folder)
  const closeQuestion = useCallback(() => setQuestion(null), [])

  const add = (files: readonly ChosenFile[]) => {
    if (!view) return
    const flat = view.capabilities.folders === 'nested' ? files : files.map((one) => ({ ...one, folder: [] }))
    uploads.add(flat, { folder, maxFileBytes: view.maxFileBytes })
  }
  const drop = useDropTarget(rights.upload, add)
  const openFolder = (next: readonly string[]) => {
    setPages([0])
    change({ folder: next, search: undefined })
    // The rows go and come: until they are there, the list itself keeps the focus.
    listRef.current?.focus()
    active.moveTo(0)
  }
  const remove = (files: readonly FileEntry[]) => {
    if (files.length === 0 || !rights.remove) return
    if (files.some(isInDropbox)) setQuestion({ type: 'delete', files })
    else void removeNow(files)
  }
  const removeNow = async (files: readonly FileEntry[]) => {
    await actions.remove(files)
    selection.clear()
  }
  const open = (entry: Entry) => {
    if (entry.kind === 'folder') openFolder([...entry.folder, entry.name])
    else if (entry.kind === 'file') void actions.download([entry])
    else setQuestion({ type: 'explain', entry })
  }
  const menuActions: EntryMenuActions = {
    explain: (entry) => setQuestion({ type: 'explain', entry }),
    download: (entry) => void actions.download([entry]),
    remove: (entry) => remove([entry]),
    compare: (fileId) => setQuestion({ type: 'compare', fileId }),
    answer,
  }

  const selected = selection.entries
  const isGathered = isGathering(list.view)
  const detached = selection.files.filter(({ sync }) => isDetached(sync)).map(({ id: fileId }) => fileId)
  const startFromRow = () => active.moveTo(active.index)
  const isEmpty = !list.isPending && list.count === 0
  return (
    <section
      className={classes}
      aria-labelledby={titleId}
      data-state={list.isPending ? 'loading' : error ? 'error' : isEmpty ? 'empty' : 'ready'}
      data-dragging={drop.isOver || undefined}
      onKeyDown={search.onKeyDown}
      {...drop.handlers}
    >
      <div className="tf-head">
        {selected.length > 0 ? (
          <SelectionBar
            count={selected.length}
            onDownload={selection.files.length > 0 ? () => void actions.download(selection.files) : null}
            onMove={null}
            onPutBack={
              detached.length > 0 ? () => answer({ about: 'detached', answer: 'putBack', files: detached }) : null
            }
            onDelete={rights.remove ? () => remove(selection.files) : null}
            onClear={() => {
              selection.clear()
              startFromRow()
            }}
          />
        ) : null}
        {search.isOpen ? (
          <div hidden={selected.length > 0}>
            <SearchField
              inputRef={search.inputRef}
              search={wanted.search ?? ''}
              onSearch={searchFor}
              onClose={search.close}
              onLeave={startFromRow}
            />
          </div>
        ) : null}
        <div hidden={selected.length > 0 || search.isOpen}>
          <FilesHeader
            titleId={titleId}
            headingLevel={headingLevel}
            count={list.isPending ? null : list.count}
            canUpload={rights.upload}
            canCreateFolder={rights.createFolder}
            onFiles={add}
            onNewFolder={() => setQuestion({ type: 'newFolder' })}
            onSearch={search.open}
          >
            <SortMenu sort={wanted.sort} onSort={sortBy} />
          </FilesHeader>
        </div>
      </div>
      <Breadcrumb folder={folder} onOpen={openFolder} />
      {view ? <OneWayNote view={view} /> : null}
      <UploadPanel queue={uploads} maxFileBytes={view?.maxFileBytes ?? 0} />
      {error && !list.isPending ? (
        <Problem title={list.pages.size > 0 ? t['files.stale'] : t['files.loadFailed']} error={error}>
          <button
            type="button"
            className="tf-button"
            onClick={() => {
              list.refetch()
              void refetch()
            }}
          >
            {t.retry}
          </button>
        </Problem>
      ) : null}
      <div className="tf-list" ref={listRef} tabIndex={-1} aria-busy={list.isPending}>
        {list.isPending && !error ? <FilesSkeleton /> : null}
        {list.isPending ? <span className="tf-hidden">{t['files.loading']}</span> : null}
        {isEmpty && isGathered && !error ? <NothingFound search={list.view.search} onClear={search.close} /> : null}
        {isEmpty && !isGathered && view && !error ? (
          <FilesEmpty
            isRoot={folder.length === 0}
            maxFileBytes={view.maxFileBytes}
            onFiles={rights.upload ? add : null}
          />
        ) : null}
        {view && list.count > 0 ? (
          <FileGrid
            view={view}
            list={list}
            gridRef={gridRef}
            active={active}
            selection={selection}
            onOpen={open}
            onParent={() => (folder.length > 0 ? openFolder(folder.slice(0, -1)) : undefined)}
            onDelete={(entry) => remove(selected.length > 0 ? selection.files : entry?.kind === 'file' ? [entry] : [])}
            onSort={sortBy}
            onNear={near}
            menuOf={(entry) => entryMenu(entry, t, rights, view.remoteFolderUrl, menuActions)}
            onPages={setPages}
          />
        ) : null}
      </div>
      {drop.isOver ? (
        <div className="tf-drop" aria-hidden="true">
          {folder.length === 0 ? t.dropHere : t.dropInto({ folder: visibleName(folder.at(-1) ?? '') })}
        </div>
      ) : null}
      {syncButton && !readOnly ? <DropboxSyncButton record={record} onSyncRequested={onSyncRequested} /> : null}

      {question?.type === 'newFolder' ? (
        <NewFolderDialog onClose={closeQuestion} onCreate={(name) => actions.createFolder([...folder, name])} />
      ) : null}
      {question?.type === 'delete' ? (
        <DeleteDialog files={question.files} onClose={closeQuestion} onDelete={() => void removeNow(question.files)} />
      ) : null}
      {question?.type === 'explain' ? (
        <ExplainDialog
          entry={question.entry}
          answers={entryAnswers(question.entry, t, rights, menuActions)}
          maxFileBytes={view?.maxFileBytes ?? 0}
          onClose={closeQuestion}
        />
      ) : null}
      {question?.type === 'compare' && view ? (
        <RecordDialogHost view={view} question={question} onClose={closeQuestion} />
      ) : null}
    </section>
  )
}

/** What the user may do here: a right of the record, a capability of the CRM, and what the page allows. */
function rightsOf(view: RecordView | undefined, readOnly: boolean, folder: readonly string[]) {
  const write = !readOnly && (view?.access.write ?? false)
  const upload = write && (view?.capabilities.upload ?? false)
  const { folders = 'none', emptyFolders = false } = view?.capabilities ?? {}
  const createFolder = upload && emptyFolders && (folders === 'nested' || (folders === 'flat' && folder.length === 0))
  return { upload, remove: write, createFolder, decide: !readOnly }
}
