import type { RecordView } from '@twinfolder/protocol'
import { useCallback, useId, useMemo, useRef, useState } from 'react'

import { RecordDialogHost } from '../decisions/RecordDialogHost.tsx'
import { useDecisions } from '../decisions/use-decisions.ts'
import { useFileView } from '../details/use-file-view.tsx'
import { later } from '../messages/later.tsx'
import { usePreload } from '../messages/use-preload.ts'
import { useWords } from '../messages/use-words.ts'
import { laterMenu } from '../primitives/later-menu.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { SyncBar } from '../sync/DropboxSyncButton.tsx'
import { UploadPanelHost } from '../uploads/UploadPanelHost.tsx'
import { useAddChosen } from '../uploads/use-add-chosen.ts'
import { useUploads } from '../uploads/use-uploads.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { isInDropbox } from './delete/is-in-dropbox.ts'
import { type EntryActions, isDetached, remedyActions } from './entry-actions.ts'
import { FilesEmpty } from './FilesEmpty.tsx'
import type { FilesQuestionType } from './FilesQuestion.tsx'
import { FilesSkeleton } from './FilesSkeleton.tsx'
import { SlotsProvider, slotsOf } from './slots.tsx'
import { type FilesSort, isGathering } from './files-view.ts'
import type { FilesWidgetProps } from './FilesWidget.tsx'
import { FileGrid } from './grid/FileGrid.tsx'
import { useActiveRow } from './grid/use-active-row.ts'
import { NothingFound } from './NothingFound.tsx'
import { OneWayNote } from './OneWayNote.tsx'
import { useRowRename } from './rename/use-row-rename.tsx'
import { FilesHead } from './toolbar/FilesHead.tsx'
import { useSearch } from './toolbar/use-search.ts'
import { useDropTarget } from './use-drop-target.ts'
import { useFileActions } from './use-file-actions.ts'
import { type Entry, entryKey, useFiles } from './use-files.ts'
import { useFilesView } from './use-files-view.ts'
import { useFound } from './use-found.ts'
import { useNearFolder } from './use-near-folder.ts'
import { useNewFiles } from './use-new-files.ts'
import { useRecord } from './use-record.ts'
import { type SelectableEntry, isSelectable, useSelection } from './use-selection.ts'
import { useUploadInto } from './use-upload-into.tsx'
import { visibleName } from './visible-name.ts'

type Question = FilesQuestionType | { readonly type: 'compare'; readonly fileId: string }

const EntryMenu = laterMenu(async () => (await import('./EntryMenu.tsx')).EntryMenu)

const FilesQuestion = later({
  load: async () => (await import('./FilesQuestion.tsx')).FilesQuestion,
  parts: ['dialogs', 'explain', 'activity'],
  onFailed: ({ onClose }) => onClose(),
})

type FilesPanelProps = Omit<FilesWidgetProps, 'record' | 'className'> &
  RecordView['record'] & { readonly classes: string }

/** The widget of one record, once its language is there. */
export function FilesPanel(props: FilesPanelProps) {
  const { module, id, classes, readOnly = false, syncButton = true, headingLevel = 2, onSyncRequested } = props
  const record = useMemo(() => ({ module, id }), [module, id])
  const { t } = useWords()
  usePreload(EntryMenu, RecordDialogHost)
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
  const rename = useRowRename(record, list, active)
  useNewFiles(list)
  useFound(list)

  const slots = slotsOf(props.slots)
  const error = list.error ?? recordError
  const rights = rightsOf(view, readOnly, folder)
  const wantPages = useCallback(
    (next: readonly number[]) => {
      if (next.join() !== pages.join()) setPages(next)
    },
    [pages],
  )
  const showAttention = useCallback(() => change({ state: 'attention', search: undefined }), [change])
  const closeQuestion = useCallback(() => setQuestion(null), [])

  const addChosen = useAddChosen(record, view, folder)
  const picker = useUploadInto(record, view)
  const drop = useDropTarget(rights.upload, addChosen)
  const openFolder = (next: readonly string[]) => {
    setPages([0])
    change({ folder: next, search: undefined, state: undefined })
    // The rows go and come: until they are there, the list itself keeps the focus.
    listRef.current?.focus()
    active.moveTo(0)
  }
  const removeNow = async (entries: readonly SelectableEntry[]) => {
    selection.clear()
    await actions.remove(entries)
  }
  const remove = (entries: readonly SelectableEntry[]) => {
    if (entries.length === 0 || !rights.remove || !view) return
    if (entries.some((entry) => isInDropbox(entry, view))) setQuestion({ type: 'delete', entries })
    else void removeNow(entries)
  }
  const askWhere = (entries: readonly SelectableEntry[]) => {
    if (entries.length > 0 && rights.move) setQuestion({ type: 'move', entries })
  }
  const open = (entry: Entry) => {
    if (entry.kind === 'folder') openFolder([...entry.folder, entry.name])
    else if (entry.kind === 'file') (props.onOpenFile ?? fileView.preview)(entry)
    else setQuestion({ type: 'explain', entry })
  }
  const clearSelection = () => {
    selection.clear()
    active.moveTo(active.index)
  }
  const menuActions: EntryActions = {
    open,
    details: (entry) => fileView.details(entry),
    uploadInto: picker.pick,
    explain: (entry) => setQuestion({ type: 'explain', entry }),
    download: (entry) => void actions.download([entry]),
    rename: rename.begin,
    move: (entry) => askWhere([entry]),
    remove: (entry) => remove([entry]),
    compare: (fileId) => setQuestion({ type: 'compare', fileId }),
    answer,
  }

  const fileView = useFileView({
    view,
    list,
    canAct: rights.decide,
    actionsOf: (file) => remedyActions(file, menuActions, rights),
    download: (file) => void actions.download([file]),
    onClosed(file) {
      const index = list.indexOf(entryKey(file))
      if (index !== null) active.moveTo(index)
    },
  })
  const selected = selection.entries
  const detached = selection.files.filter(({ sync }) => isDetached(sync)).map(({ id: fileId }) => fileId)
  /** What a key of the list is about: the selection, or the row alone. */
  const meant = (entry: Entry | null) => (selected.length > 0 ? selected : entry && isSelectable(entry) ? [entry] : [])
  const isEmpty = !list.isPending && list.count === 0
  const isGathered = isGathering(list.view)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys that lead to the search, wherever the focus is
    <section
      className={classes}
      data-part="panel"
      aria-labelledby={titleId}
      data-state={list.isPending ? 'loading' : error ? 'error' : isEmpty ? 'empty' : 'ready'}
      data-dragging={drop.isOver || undefined}
      onKeyDown={search.onKeyDown}
      {...drop.handlers}
    >
      <FilesHead
        titleId={titleId}
        headingLevel={headingLevel}
        count={list.isPending ? null : list.count}
        canUpload={rights.upload}
        canCreateFolder={rights.createFolder}
        onFiles={addChosen}
        onNewFolder={() => setQuestion({ type: 'newFolder' })}
        view={wanted}
        onView={change}
        search={search}
        onSearch={searchFor}
        hasStates={view !== undefined && view.sync.link !== 'none'}
        selectedCount={selected.length}
        selectionActions={{
          onDownload: selection.files.length > 0 ? () => void actions.download(selection.files) : null,
          onMove: rights.move ? () => askWhere(selected) : null,
          onPutBack:
            rights.decide && detached.length > 0
              ? () => answer({ about: 'detached', answer: 'putBack', files: detached })
              : null,
          onDelete: rights.remove ? () => remove(selected) : null,
        }}
        onClearSelection={clearSelection}
        onLeave={() => active.moveTo(active.index)}
      />
      <Breadcrumb folder={folder} onOpen={openFolder} />
      {view ? <OneWayNote view={view} /> : null}
      <UploadPanelHost queue={uploads} maxFileBytes={view?.maxFileBytes ?? 0} />
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
      <div className="tf-list tf-quiet" ref={listRef} tabIndex={-1} aria-busy={list.isPending}>
        {list.isPending && !error ? <FilesSkeleton /> : null}
        {list.isPending ? <span className="tf-hidden">{t['files.loading']}</span> : null}
        {isEmpty && isGathered && !error ? (
          <NothingFound
            search={list.view.search}
            onClear={() => {
              change({ state: undefined })
              search.close()
            }}
          />
        ) : null}
        {isEmpty && !isGathered && view && !error ? (
          slots.empty ? (
            <div data-part="empty" data-slot="">
              <slots.empty folder={folder} />
            </div>
          ) : (
            <FilesEmpty
              isRoot={folder.length === 0}
              maxFileBytes={view.maxFileBytes}
              onFiles={rights.upload ? addChosen : null}
            />
          )
        ) : null}
        {view && list.count > 0 ? (
          <SlotsProvider value={slots}>
            <FileGrid
              view={view}
              list={list}
              gridRef={gridRef}
              active={active}
              selection={selection}
              onOpen={open}
              onParent={() => (folder.length > 0 ? openFolder(folder.slice(0, -1)) : undefined)}
              onDelete={(entry) => remove(meant(entry))}
              onDetails={(entry) => (entry.kind === 'file' ? fileView.details(entry) : undefined)}
              onMove={(entry) => askWhere(meant(entry))}
              onRename={(entry) => (mayRename(entry, rights) ? rename.begin(entry) : undefined)}
              editorOf={rename.editorOf}
              onSort={sortBy}
              onNear={(entry) => {
                near(entry)
                if (mayRename(entry, rights)) rename.prepare()
              }}
              renderMenu={(entry, anchor, close) => (
                <EntryMenu
                  entry={entry}
                  anchor={anchor}
                  rights={rights}
                  remoteFolderUrl={view.remoteFolderUrl}
                  actions={menuActions}
                  onClose={close}
                />
              )}
              onPages={wantPages}
            />
          </SlotsProvider>
        ) : null}
      </div>
      {slots.footer && view ? (
        <div className="tf-footer" data-part="footer" data-slot="">
          <slots.footer view={view} />
        </div>
      ) : null}
      {picker.input}
      {drop.isOver ? (
        <div className="tf-drop" aria-hidden="true">
          {folder.length === 0 ? t.dropHere : t.dropInto({ folder: visibleName(folder.at(-1) ?? '') })}
        </div>
      ) : null}
      {syncButton && !readOnly ? (
        <SyncBar record={record} view={view} onSyncRequested={onSyncRequested} onShowAttention={showAttention} />
      ) : null}

      {fileView.element}
      {question?.type === 'compare' && view ? (
        <RecordDialogHost view={view} question={question} onClose={closeQuestion} />
      ) : null}
      {question && question.type !== 'compare' && view ? (
        <FilesQuestion
          question={question}
          view={view}
          list={list}
          folder={folder}
          canCreateFolder={rights.createFolder}
          onCreateFolder={actions.createFolder}
          onDelete={(entries) => void removeNow(entries)}
          onMove={selection.clear}
          canAct={rights.decide}
          actionsOf={(entry) => remedyActions(entry, menuActions, rights)}
          onClose={closeQuestion}
        />
      ) : null}
    </section>
  )
}

/** What the user may do here: a right of the record, a capability of the CRM, and what the page allows. */
function rightsOf(view: RecordView | undefined, readOnly: boolean, folder: readonly string[]) {
  const write = !readOnly && (view?.access.write ?? false)
  const upload = write && (view?.capabilities.upload ?? false)
  const can = view?.capabilities
  const { folders = 'none', emptyFolders = false } = can ?? {}
  const createFolder = upload && emptyFolders && (folders === 'nested' || (folders === 'flat' && folder.length === 0))
  const move = write && (can?.move ?? false) && folders !== 'none'
  return { upload, remove: write, rename: write && (can?.rename ?? false), move, createFolder, decide: !readOnly }
}

/** A folder is renamed by moving its files. */
function mayRename(entry: Entry, rights: ReturnType<typeof rightsOf>): entry is SelectableEntry {
  return isSelectable(entry) && (entry.kind === 'file' ? rights.rename : rights.move)
}
