import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { type ReactNode, memo } from 'react'

import { icon, namedIcon } from '../../icons/Icon.tsx'
import { fileKind } from '../../icons/file-kind.ts'
import { useFullDate } from '../../messages/use-full-date.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Words } from '../../messages/words.ts'
import type { Transfer } from '../../provider/transfer-store.ts'
import { hasThumbnail } from '../../thumbnails/has-thumbnail.ts'
import { Thumbnail } from '../../thumbnails/Thumbnail.tsx'
import { type FileState, fileState } from '../file-state.ts'
import { useSlots } from '../slots.tsx'
import { type Entry, entryKey } from '../use-files.ts'
import { isSelectable } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { fileName } from './FileName.tsx'

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
  /** The present time; `null` on a server and while hydrating. */
  readonly now: number | null
  /** How far the file is on its way, while it is. */
  readonly transfer: Transfer | null
  /** Stands in the place of the name while it is being changed. */
  readonly editor?: ReactNode
}

/**
 * One row of the grid. Its name is the whole name of the file, its description the rest of what it shows.
 *
 * One component, whatever it is made of: a list that opens or flies by renders a dozen rows at once, and each component of a row would
 * cost as much as two of its elements.
 */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, index, id, offsetPx, isActive, isSelected, isWide, editor } = props
  const words = useWords()
  const slots = useSlots()
  const full = useFullDate(entry?.kind === 'file' ? entry.updatedAt : '')
  const { t } = words
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
  const state = stateOf(props, words)
  const parts: Parts = {
    state,
    who: entry.kind === 'file' ? whoOf(entry, t['files.viaDropbox']) : null,
    size: sizeOf(entry, words),
    when: entry.kind === 'file' ? when(entry.updatedAt, props.now, words, full, isWide ? whenCell(id) : null) : null,
    place: place(props),
  }
  return (
    <div
      {...shared}
      aria-label={entry.name}
      aria-describedby={isWide ? `${id}-state ${id}-when ${id}-who ${id}-size` : `${id}-meta ${id}-state`}
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
        ) : entry.kind === 'file' && hasThumbnail(entry) ? (
          <Thumbnail record={props.record} file={entry}>
            {icon(kind)}
          </Thumbnail>
        ) : (
          icon(kind)
        )}
      </span>
      {editor ?? (
        <div className="tf-cell-name" role="rowheader" data-extra={slots.rowExtra ? '' : undefined}>
          {fileName(entry.name)}
          {slots.rowExtra ? (
            <span className="tf-row-extra" data-part="extra" data-slot="">
              <slots.rowExtra key={entryKey(entry)} entry={entry} />
            </span>
          ) : null}
          {isWide ? (
            parts.place
          ) : (
            <span className="tf-meta" id={`${id}-meta`}>
              {meta(parts)}
            </span>
          )}
        </div>
      )}
      <div className="tf-line" role="gridcell" id={`${id}-state`} title={state?.text}>
        {state ? namedIcon(state.icon, state.text, state.tone) : null}
        {state && isWide ? (
          <span className="tf-small tf-clip" data-tone={state.tone} aria-hidden="true">
            {state.text}
          </span>
        ) : null}
      </div>
      {isWide ? columns(id, parts) : null}
      <div className="tf-cell-more" role="gridcell">
        <button
          type="button"
          className="tf-icon-button"
          data-part="more"
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={t['files.actionsFor']({ name: entry.name })}
        />
      </div>
    </div>
  )
})

/** What a row says, wherever there is room for it. */
interface Parts {
  readonly state: FileState | null
  readonly who: string | null
  /** Of a folder: how many files it has. */
  readonly size: string | null
  readonly when: ReactNode
  readonly place: ReactNode
}

function stateOf({ entry, maxFileBytes, transfer }: FileRowProps, words: Words): FileState | null {
  if (!entry || entry.kind === 'folder' || !entry.sync) return null
  return fileState(entry.sync, transfer, words, maxFileBytes)
}

/** What a row without columns says below the name: what needs a look comes first. */
function meta({ state, who, size, when: at, place: path }: Parts) {
  const spoken = state && (state.tone === 'alert' || state.tone === 'note') ? state : null
  return (
    <>
      {spoken ? (
        <span data-part="why" data-tone={spoken.tone} title={spoken.text}>
          {spoken.text}
        </span>
      ) : null}
      {path}
      {size === null ? null : <span data-part="size">{size}</span>}
      {who ? <span data-part="who">{who}</span> : null}
      {at}
    </>
  )
}

/** The cells after the state. An empty cell stays, so that every row has the same columns. */
function columns(id: string, { who, size, when: at }: Parts) {
  return (
    <>
      {at ?? <span {...whenCell(id)} />}
      <span className="tf-small tf-clip" role="gridcell" data-part="who" id={`${id}-who`} title={who ?? undefined}>
        {who}
      </span>
      <span className="tf-small tf-clip" role="gridcell" data-part="size" id={`${id}-size`}>
        {size}
      </span>
    </>
  )
}

/** In a row with columns, the cell is the `<time>` itself. */
function whenCell(id: string) {
  return { className: 'tf-small tf-clip', role: 'gridcell', 'data-part': 'when', id: `${id}-when` }
}

/** As `When` has it. */
function when(
  at: string,
  now: number | null,
  words: Words,
  full: ReturnType<typeof useFullDate>,
  cell: ReturnType<typeof whenCell> | null,
): ReactNode {
  return (
    <time {...cell} dateTime={at} {...full}>
      {now === null ? words.dateTime(at) : words.when(at, now)}
    </time>
  )
}

function sizeOf(entry: Entry, { t, bytes }: Words): string | null {
  if (entry.kind === 'file') return bytes(entry.sizeBytes)
  if (entry.kind === 'remoteOnly') return null
  return entry.fileCount === null ? t['files.folder'] : t['files.count']({ n: entry.fileCount })
}

/** The folder of a row that lies further below. */
function place({ entry, below }: FileRowProps): ReactNode {
  const path = below && entry ? entry.folder.slice(below.length) : []
  if (path.length === 0) return null
  const text = path.map(visibleName).join(' / ')
  return (
    <span className="tf-place tf-clip" data-part="place" title={text}>
      {text}
    </span>
  )
}

function whoOf({ updatedBy, via }: FileEntry, viaDropbox: string): string | null {
  const who = [updatedBy, via === 'remote' ? viaDropbox : null].filter((part) => part !== null)
  return who.length > 0 ? who.join(' ') : null
}
