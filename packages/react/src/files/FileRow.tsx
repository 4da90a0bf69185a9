import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { memo } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { fileKind } from '../icons/file-kind.ts'
import { useWords } from '../messages/use-words.ts'
import { When } from '../messages/When.tsx'
import { useStore } from '../provider/store.ts'
import { transferKey } from '../provider/transfer-store.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { Thumbnail } from '../thumbnails/Thumbnail.tsx'
import { FileName } from './FileName.tsx'
import { type FileState, fileState } from './file-state.ts'
import type { Entry } from './use-files.ts'

/** Props of {@link FileRow}. */
export interface FileRowProps {
  readonly record: RecordRef
  readonly entry: Entry | null
  readonly index: number
  /** Unique on the page; the row names its parts with it. */
  readonly id: string
  readonly offsetPx: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly maxFileBytes: number
}

/** One row of the grid. Its name is the whole name of the file, its description the rest of what it shows. */
export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, index, id, offsetPx, isActive, isSelected } = props
  const { t } = useWords()
  const state = useFileState(props)
  const shared = {
    role: 'row',
    className: 'tf-row',
    style: { transform: `translateY(${offsetPx}px)` },
    tabIndex: isActive ? 0 : -1,
    'aria-rowindex': index + 1,
    'data-index': index,
  }
  if (!entry) {
    return (
      <div {...shared} aria-label={t['files.loading']} data-kind="loading">
        <span role="rowheader" className="tf-bone" data-bone="name" aria-label={t['files.loading']} />
      </div>
    )
  }
  const isFile = entry.kind === 'file'
  return (
    <div
      {...shared}
      aria-label={entry.name}
      aria-describedby={`${id}-meta ${id}-state`}
      aria-selected={isFile ? isSelected : undefined}
      data-kind={entry.kind}
      data-state={isFile ? entry.sync?.state : undefined}
    >
      <span
        className="tf-tile"
        data-part="tile"
        data-file={isFile ? fileKind(entry.name) : entry.kind}
        aria-hidden="true"
      >
        {isFile ? (
          <Thumbnail record={props.record} file={entry}>
            <Icon name={fileKind(entry.name)} />
          </Thumbnail>
        ) : (
          <Icon name={entry.kind === 'folder' ? 'folder' : fileKind(entry.name)} />
        )}
      </span>
      <div className="tf-cell-name" role="rowheader">
        <FileName name={entry.name} />
        <span className="tf-meta" id={`${id}-meta`}>
          <Meta entry={entry} state={state} />
        </span>
      </div>
      <div className="tf-cell-state" role="gridcell" id={`${id}-state`}>
        {state ? (
          <span className="tf-state" role="img" aria-label={state.text} title={state.text} data-tone={state.tone}>
            <Icon name={state.icon} />
          </span>
        ) : null}
      </div>
      <div className="tf-cell-more" role="gridcell">
        {entry.kind === 'folder' ? (
          <Icon name="chevron" />
        ) : (
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
        )}
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

function Meta({ entry, state }: { readonly entry: Entry; readonly state: FileState | null }) {
  const { t } = useWords()
  if (entry.kind === 'folder') {
    return (
      <span data-part="size">
        {entry.fileCount === null ? t['files.folder'] : t['files.count']({ n: entry.fileCount })}
      </span>
    )
  }
  const spoken = state && (state.tone === 'alert' || state.tone === 'note') ? state : null
  return (
    <>
      {spoken ? (
        <span data-part="why" data-tone={spoken.tone} title={spoken.text}>
          {spoken.text}
        </span>
      ) : null}
      {entry.kind === 'file' ? <FileMeta file={entry} /> : null}
    </>
  )
}

function FileMeta({ file }: { readonly file: FileEntry }) {
  const { t, bytes } = useWords()
  const who = [file.updatedBy, file.via === 'remote' ? t['files.viaDropbox'] : null].filter((part) => part !== null)
  return (
    <>
      <span data-part="size">{bytes(file.sizeBytes)}</span>
      {who.length > 0 ? <span data-part="who">{who.join(' ')}</span> : null}
      <When at={file.updatedAt} />
    </>
  )
}
