import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { type ReactNode, memo } from 'react'

import { Icon } from '../../icons/Icon.tsx'
import { fileKind } from '../../icons/file-kind.ts'
import { useWords } from '../../messages/use-words.ts'
import { When } from '../../messages/When.tsx'
import { useStore } from '../../provider/store.ts'
import { transferKey } from '../../provider/transfer-store.ts'
import { useServices } from '../../provider/twinfolder-context.ts'
import { Thumbnail } from '../../thumbnails/Thumbnail.tsx'
import { type FileState, fileState } from '../file-state.ts'
import { useSlots } from '../slots.tsx'
import { type Entry, entryKey } from '../use-files.ts'
import { isSelectable } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { FileName } from './FileName.tsx'

/** Props of {@link FileRow}. */
export interface FileRowProps {
  readonly record: RecordRef
  readonly entry: Entry | null
  readonly index: number
  /** Unique on the page; the row names its parts with it. */
  readonly id: string
  readonly offsetPx: number | null
  readonly isActive: boolean
  readonly isSelected: boolean
  /** With columns, below a row of headings. */
  readonly isWide: boolean
  /** Where the list gathers what lies below a folder: that folder. Each row then says where it is. */
  readonly below: readonly string[] | null
  readonly maxFileBytes: number
  /** Stands in the place of the name while it is being changed. */
  readonly editor?: ReactNode
}

/** One row of the grid. Its name is the whole name of the file, its description the rest of what it shows. */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, index, id, offsetPx, isActive, isSelected, isWide, editor } = props
  const { t } = useWords()
  const state = useFileState(props)
  const slots = useSlots()
  const shared = {
    role: 'row',
    className: 'tf-row',
    'data-part': 'row',
    style: offsetPx === null ? undefined : { transform: `translateY(${offsetPx}px)` },
    tabIndex: isActive ? 0 : -1,
    'aria-rowindex': index + (isWide ? 2 : 1),
    'data-index': index,
  }
  if (!entry) {
    return (
      <div {...shared} aria-label={t['files.loading']} data-kind="loading">
        <span role="rowheader" className="tf-bone" data-bone="name" aria-label={t['files.loading']} />
      </div>
    )
  }
  const kind = entry.kind === 'folder' ? 'folder' : fileKind(entry.name)
  return (
    <div
      {...shared}
      aria-label={entry.name}
      aria-describedby={`${id}-meta ${id}-state`}
      aria-selected={isSelectable(entry) ? isSelected : undefined}
      data-kind={entry.kind}
      data-state={entry.kind === 'file' ? entry.sync?.state : undefined}
    >
      <span
        className="tf-tile"
        data-part="tile"
        data-file={entry.kind === 'remoteOnly' ? entry.kind : kind}
        data-slot={slots.icon ? '' : undefined}
        aria-hidden="true"
      >
        {slots.icon ? (
          <slots.icon key={entryKey(entry)} entry={entry} />
        ) : entry.kind === 'file' ? (
          <Thumbnail record={props.record} file={entry}>
            <Icon name={kind} />
          </Thumbnail>
        ) : (
          <Icon name={kind} />
        )}
      </span>
      {editor ?? (
        <div className="tf-cell-name" role="rowheader" data-extra={slots.rowExtra ? '' : undefined}>
          <FileName name={entry.name} />
          {slots.rowExtra ? (
            <span className="tf-row-extra" data-part="extra" data-slot="">
              <slots.rowExtra key={entryKey(entry)} entry={entry} />
            </span>
          ) : null}
          {isWide ? (
            <Place {...props} entry={entry} />
          ) : (
            <span className="tf-meta" id={`${id}-meta`}>
              <Meta {...props} entry={entry} state={state} />
            </span>
          )}
        </div>
      )}
      <div className="tf-cell-state" role="gridcell" id={`${id}-state`}>
        {state ? (
          <span
            className="tf-state"
            data-part="state"
            role="img"
            aria-label={state.text}
            title={state.text}
            data-tone={state.tone}
          >
            <Icon name={state.icon} />
          </span>
        ) : null}
        {state && isWide ? (
          <span className="tf-state-text" data-tone={state.tone} aria-hidden="true">
            {state.text}
          </span>
        ) : null}
      </div>
      {isWide ? <Columns id={`${id}-meta`} entry={entry} /> : null}
      <div className="tf-cell-more" role="gridcell">
        <button
          type="button"
          className="tf-icon-button"
          data-part="more"
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={t['files.actionsFor']({ name: entry.name })}
        >
          <Icon name="more" />
        </button>
      </div>
    </div>
  )
})

function useFileState({ record, entry, maxFileBytes }: FileRowProps): FileState | null {
  const words = useWords()
  const { transfers } = useServices()
  const key = entry?.kind === 'file' ? transferKey(record, entry.id) : ''
  const transfer = useStore(transfers, (all) => all.get(key) ?? null)
  if (!entry || entry.kind === 'folder' || !entry.sync) return null
  return fileState(entry.sync, transfer, words, maxFileBytes)
}

/** What a row without columns says below the name: what needs a look comes first. */
function Meta(props: FileRowProps & { readonly entry: Entry; readonly state: FileState | null }) {
  const { entry, state } = props
  const { bytes } = useWords()
  const spoken = state && (state.tone === 'alert' || state.tone === 'note') ? state : null
  const who = useWho(entry)
  return (
    <>
      {spoken ? (
        <span data-part="why" data-tone={spoken.tone} title={spoken.text}>
          {spoken.text}
        </span>
      ) : null}
      <Place {...props} />
      {entry.kind === 'folder' ? <FolderSize entry={entry} /> : null}
      {entry.kind === 'file' ? (
        <>
          <span data-part="size">{bytes(entry.sizeBytes)}</span>
          {who ? <span data-part="who">{who}</span> : null}
          <When at={entry.updatedAt} />
        </>
      ) : null}
    </>
  )
}

/** The cells after the state. An empty cell stays, so that every row has the same columns. */
function Columns({ id, entry }: { readonly id: string; readonly entry: Entry }) {
  const { bytes } = useWords()
  const who = useWho(entry)
  return (
    <div className="tf-cells" role="presentation" id={id}>
      <span role="gridcell" data-part="when">
        {entry.kind === 'file' ? <When at={entry.updatedAt} /> : null}
      </span>
      <span role="gridcell" data-part="who" title={who ?? undefined}>
        {who}
      </span>
      <span role="gridcell" data-part="size">
        {entry.kind === 'file' ? bytes(entry.sizeBytes) : null}
        {entry.kind === 'folder' ? <FolderSize entry={entry} /> : null}
      </span>
    </div>
  )
}

function FolderSize({ entry: { fileCount } }: { readonly entry: Extract<Entry, { kind: 'folder' }> }) {
  const { t } = useWords()
  return <span data-part="size">{fileCount === null ? t['files.folder'] : t['files.count']({ n: fileCount })}</span>
}

/** The folder of a row that lies further below. */
function Place({ entry, below }: FileRowProps) {
  const path = below && entry ? entry.folder.slice(below.length) : []
  if (path.length === 0) return null
  const text = path.map(visibleName).join(' / ')
  return (
    <span className="tf-place" data-part="place" title={text}>
      {text}
    </span>
  )
}

function useWho(entry: Entry): string | null {
  const { t } = useWords()
  if (entry.kind !== 'file') return null
  return whoOf(entry, t['files.viaDropbox'])
}

function whoOf({ updatedBy, via }: FileEntry, viaDropbox: string): string | null {
  const who = [updatedBy, via === 'remote' ? viaDropbox : null].filter((part) => part !== null)
  return who.length > 0 ? who.join(' ') : null
}
