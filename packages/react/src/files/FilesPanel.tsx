import type { FileEntry, RecordView } from '@twinfolder/protocol'
import { useCallback, useId, useMemo, useRef, useState } from 'react'

import { RecordDialogHost } from '../decisions/RecordDialogHost.tsx'
import { useDecisions } from '../decisions/use-decisions.ts'
import { useFileView } from '../details/use-file-view.tsx'
import { useWords } from '../messages/use-words.ts'
import { Problem } from '../primitives/Problem.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import { UploadPanelHost } from '../uploads/UploadPanelHost.tsx'
import { useAddChosen } from '../uploads/use-add-chosen.ts'
import { useUploads } from '../uploads/use-uploads.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { type EntryMenuActions, entryMenu, remedyActions } from './entry-menu.ts'
import { DeleteDialog, ExplainFileDialog, NewFolderDialog } from './file-dialogs.ts'
import { isInDropbox } from './file-state.ts'
import { FileGrid } from './FileGrid.tsx'
import { FilesEmpty } from './FilesEmpty.tsx'
import { FilesHeader } from './FilesHeader.tsx'
import { FilesSkeleton } from './FilesSkeleton.tsx'
import type { FilesWidgetProps } from './FilesWidget.tsx'
import { OneWayNote } from './OneWayNote.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useDropTarget } from './use-drop-target.ts'
import { useFileActions } from './use-file-actions.ts'
import { type Entry, entryKey, useFiles } from './use-files.ts'
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
  const [folder, setFolder] = useState<readonly string[]>([])
  const [pages, setPages] = useState<readonly number[]>([0])
  const [question, setQuestion] = useState<Question | null>(null)

  const { data: view, error: recordError, refetch } = useRecord(record)
  const list = useFiles(
    record,
    useMemo(() => ({ folder }), [folder]),
    pages,
  )
  const active = useActiveRow(list, gridRef, folder.join('/'))
  const selection = useSelection(list)
  const uploads = useUploads(record)
  const actions = useFileActions(record)
  const { answer } = useDecisions(record)
  useNewFiles(list)

  const error = list.error ?? recordError
  const rights = rightsOf(view, readOnly, folder)
  const closeQuestion = useCallback(() => setQuestion(null), [])

  const addChosen = useAddChosen(record, view, folder)
  const drop = useDropTarget(rights.upload, addChosen)
  const openFolder = (next: readonly string[]) => {
    selection.clear()
    setPages([0])
    setFolder(next)
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
    else if (entry.kind === 'file') (props.onOpenFile ?? fileView.preview)(entry)
    else setQuestion({ type: 'explain', entry })
  }
  const menuActions: EntryMenuActions = {
    open,
    details: (entry) => fileView.details(entry),
    explain: (entry) => setQuestion({ type: 'explain', entry }),
    download: (entry) => void actions.download([entry]),
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
  const selected = [...selection.files.values()]
  const isEmpty = !list.isPending && list.count === 0
  return (
    <section
      className={classes}
      aria-labelledby={titleId}
      data-state={list.isPending ? 'loading' : error ? 'error' : isEmpty ? 'empty' : 'ready'}
      data-dragging={drop.isOver || undefined}
      {...drop.handlers}
    >
      <div className="tf-head">
        {selected.length > 0 ? (
          <SelectionBar
            count={selected.length}
            canDelete={rights.remove}
            onDownload={() => void actions.download(selected)}
            onDelete={() => remove(selected)}
            onClear={() => {
              selection.clear()
              active.moveTo(active.index)
            }}
          />
        ) : null}
        <div hidden={selected.length > 0}>
          <FilesHeader
            titleId={titleId}
            headingLevel={headingLevel}
            count={list.isPending ? null : list.count}
            canUpload={rights.upload}
            canCreateFolder={rights.createFolder}
            onFiles={addChosen}
            onNewFolder={() => setQuestion({ type: 'newFolder' })}
          />
        </div>
      </div>
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
      <div className="tf-list" ref={listRef} tabIndex={-1} aria-busy={list.isPending}>
        {list.isPending && !error ? <FilesSkeleton /> : null}
        {list.isPending ? <span className="tf-hidden">{t['files.loading']}</span> : null}
        {isEmpty && view && !error ? (
          <FilesEmpty
            isRoot={folder.length === 0}
            maxFileBytes={view.maxFileBytes}
            onFiles={rights.upload ? addChosen : null}
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
            onDelete={(entry) => remove(selected.length > 0 ? selected : entry?.kind === 'file' ? [entry] : [])}
            onDetails={(entry) => (entry.kind === 'file' ? fileView.details(entry) : undefined)}
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
      {question?.type === 'explain' && view ? (
        <ExplainFileDialog
          view={view}
          entry={question.entry}
          canAct={rights.decide}
          actions={remedyActions(question.entry, menuActions, rights)}
          onClose={closeQuestion}
        />
      ) : null}
      {fileView.element}
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
