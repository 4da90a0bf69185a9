import type { RecordRef, RecordView } from '@twinfolder/protocol'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useState,
} from 'react'

import { useNow } from '../../messages/use-now.ts'
import { useWords } from '../../messages/use-words.ts'
import { useStore } from '../../provider/store.ts'
import { type Transfer, type Transfers, transferKey } from '../../provider/transfer-store.ts'
import { useServices } from '../../provider/twinfolder-context.ts'
import { useInPage } from '../../provider/use-in-page.ts'
import { type FilesSort, filesPageSize, isGathering, viewKey } from '../files-view.ts'
import type { Entry, FilesList } from '../use-files.ts'
import type { Selection } from '../use-selection.ts'
import { ColumnHeadings } from './ColumnHeadings.tsx'
import { FileRow } from './FileRow.tsx'
import { gridCommand } from './grid-key.ts'
import type { ActiveRow } from './use-active-row.ts'
import { createRowKeys } from './row-keys.ts'
import { pagesOf, unmeasuredHeight, useVirtualRows } from './use-virtual-rows.ts'
import { usePageLayoutEffect } from '../../primitives/use-page-layout-effect.ts'

/** Props of {@link FileGrid}. */
export interface FileGridProps {
  readonly view: RecordView
  readonly list: FilesList
  readonly gridRef: RefObject<HTMLDivElement | null>
  readonly active: ActiveRow
  readonly selection: Selection
  readonly onOpen: (entry: Entry) => void
  readonly onParent: () => void
  readonly onDetails: (entry: Entry) => void
  readonly onDelete: (entry: Entry | null) => void
  readonly onRename: (entry: Entry) => void
  readonly onMove: (entry: Entry | null) => void
  /** What stands in the place of a name while it is being changed. */
  readonly editorOf: (entry: Entry) => ReactNode
  readonly onSort: (sort: FilesSort) => void
  /** A person is about to open this row. */
  readonly onNear: (entry: Entry) => void
  /** The menu of a row, open beside its button until it is closed. */
  readonly renderMenu: (entry: Entry, anchor: HTMLElement, close: () => void) => ReactNode
  /** The pages that the visible rows lie on. */
  readonly onPages: (pages: readonly number[]) => void
}

interface OpenMenu {
  readonly anchor: HTMLElement
  readonly entry: Entry
}

/** A list that flies by fetches nothing ahead. */
const restMs = 150

/**
 * The list: an ARIA grid with one tab stop. It renders the rows in sight and the active one, however many there are. Renders a
 * `<div role="grid">`.
 */
export function FileGrid(props: FileGridProps): ReactNode {
  const { view, list, gridRef, active, selection, onPages, onNear, renderMenu, editorOf } = props
  const { t } = useWords()
  const id = useId()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const isInPage = useInPage()
  // For all rows at once: a subscription of each is what a row costs most.
  const now = useNow()
  const transfers = useStore(useServices().transfers, (all) => all)
  const rows = useVirtualRows(gridRef, list.count, active.index)
  const { reveal } = rows
  const below = isGathering(list.view) ? list.view.folder : null

  const wanted = pagesOf(rows.indices).join(',')
  // Within the scroll event: a page that has been fetched ahead is shown in the next frame.
  usePageLayoutEffect(() => onPages(wanted === '' ? [0] : wanted.split(',').map(Number)), [wanted, onPages])

  // The page that is reached next is there before it is reached.
  const { prefetch } = list
  const middle = rows.first + rows.inSight / 2
  const near = Math.floor(middle / filesPageSize + 0.5)
  const ahead = near === Math.floor(middle / filesPageSize) ? near - 1 : near
  useEffect(() => {
    const timer = setTimeout(() => prefetch(ahead), restMs)
    return () => clearTimeout(timer)
  }, [ahead, prefetch])

  // Other rows are looked at from the first one on.
  const shown = viewKey(list.view)
  usePageLayoutEffect(() => {
    // In newer browsers it gives a promise, which is no clean-up.
    gridRef.current?.scrollTo({ top: 0, behavior: 'instant' })
  }, [shown, gridRef])
  const { reveals, index: activeIndex } = active
  usePageLayoutEffect(() => {
    if (reveals > 0) reveal(activeIndex)
    // Only when asked to: a person who scrolls is not called back by a row that changes its place.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [reveals])

  const isMeasuring = isInPage && !rows.isMeasured
  const [keysOf] = useState(createRowKeys)
  const shownRows = isMeasuring ? [] : rows.indices
  const keys = keysOf(shownRows)
  const { land } = active
  usePageLayoutEffect(() => {
    if (!isMeasuring) land()
    // The first rows come after the panel has looked for them.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isMeasuring])

  const closeMenu = useCallback(() => setMenu(null), [])
  const openMenu = (index: number) => {
    const entry = list.entryAt(index)
    const anchor = rowAt(index)?.querySelector<HTMLElement>('[data-part=more]')
    if (!entry || !anchor) return
    active.moveTo(index, { focus: false })
    setMenu({ anchor, entry })
  }
  const rowAt = (index: number) => gridRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target instanceof HTMLElement ? event.target : null
    const isRow = target?.matches('[role=row]') ?? false
    const press = gridCommand(event, {
      index: active.index,
      count: list.count,
      pageRows: rows.pageRows,
      isRtl: gridRef.current !== null && getComputedStyle(gridRef.current).direction === 'rtl',
    })
    // Inside a row, its buttons have Enter and Space for themselves.
    if (!press || event.nativeEvent.isComposing || (!isRow && (press.type === 'open' || press.type === 'toggle')))
      return
    event.preventDefault()
    const entry = list.entryAt(active.index)
    switch (press.type) {
      case 'move':
        if (event.key === 'ArrowUp' && active.index === 0 && rows.isWide) return focusHeadings(gridRef.current)
        active.moveTo(press.to, { reveal: true })
        if (press.extend) void selection.extendTo(press.to)
        return
      case 'open':
        return entry ? props.onOpen(entry) : undefined
      case 'toggle':
        return selection.toggle(active.index)
      case 'extend':
        return void selection.extendTo(active.index)
      case 'selectAll':
        return void selection.all()
      case 'clear':
        return isRow ? selection.clear() : rowAt(active.index)?.focus()
      case 'delete':
        return props.onDelete(entry)
      case 'details':
        return entry ? props.onDetails(entry) : undefined
      case 'rename':
        return entry ? props.onRename(entry) : undefined
      case 'relocate':
        return props.onMove(entry)
      case 'menu':
        return openMenu(active.index)
      case 'enterRow':
        return rowAt(active.index)?.querySelector<HTMLElement>('[data-part=more]')?.focus()
      case 'leaveRow':
        return rowAt(active.index)?.focus()
      case 'parent':
        return props.onParent()
    }
  }

  function onClick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target instanceof Element ? event.target : null
    const row = target?.closest<HTMLElement>('[data-index]')
    const index = Number(row?.dataset['index'])
    const entry = row ? list.entryAt(index) : null
    if (!target || !entry) return
    if (target.closest('[data-part=more]')) return openMenu(index)
    active.moveTo(index)
    if (event.shiftKey) return void selection.extendTo(index)
    if (event.ctrlKey || event.metaKey || target.closest('[data-part=tile]')) return selection.toggle(index)
    if (entry.kind === 'folder' || target.closest('[data-part=name]')) return props.onOpen(entry)
    selection.only(index)
  }

  return (
    <>
      <div
        ref={gridRef}
        className="tf-grid"
        data-part="grid"
        role="grid"
        aria-label={t['files.title']}
        aria-describedby={`${id}-help`}
        aria-rowcount={list.isCounted ? list.count + (rows.isWide ? 1 : 0) : -1}
        aria-colcount={rows.isWide ? 6 : 3}
        aria-busy={list.isPlaceholder || selection.isLoading}
        aria-multiselectable="true"
        data-selecting={selection.entries.length > 0 || undefined}
        data-wide={rows.isWide || undefined}
        data-placeholder={list.isPlaceholder || undefined}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onBlur={() => active.holdFocus(false)}
        onFocus={({ target }) => {
          active.holdFocus(target.matches('[data-index]'))
          const index = target.matches('[data-index]') ? Number(target.dataset['index']) : active.index
          if (index !== active.index) active.moveTo(index, { focus: false })
          const entry = list.entryAt(index)
          if (entry) onNear(entry)
        }}
        onPointerOver={({ target }) => {
          const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
          const entry = row ? list.entryAt(Number(row.dataset['index'])) : null
          if (entry) onNear(entry)
        }}
        onMouseDown={(event) => {
          // Shift and a click would mark text.
          if (event.shiftKey) event.preventDefault()
        }}
      >
        {rows.isWide || isMeasuring ? (
          <ColumnHeadings sort={list.view.sort} onSort={props.onSort} onLeave={() => rowAt(active.index)?.focus()} />
        ) : null}
        <div
          className="tf-rows"
          role="rowgroup"
          data-static={!isInPage || undefined}
          style={isInPage ? { blockSize: isMeasuring ? unmeasuredHeight(list.count) : rows.heightPx } : undefined}
        >
          {shownRows.map((index, at) => {
            const entry = list.entryAt(index)
            return (
              <FileRow
                key={keys[at]}
                id={`${id}-${keys[at]}`}
                record={view.record}
                entry={entry}
                index={index}
                offsetPx={isInPage ? rows.offsetOf(index) : null}
                isWide={rows.isWide}
                below={below}
                editor={entry ? editorOf(entry) : null}
                isActive={index === active.index}
                isSelected={entry !== null && selection.has(entry)}
                maxFileBytes={view.maxFileBytes}
                now={now}
                transfer={transferOf(transfers, view.record, entry)}
              />
            )
          })}
        </div>
      </div>
      <p id={`${id}-help`} className="tf-hidden">
        {t['files.help']}
      </p>
      {menu ? renderMenu(menu.entry, menu.anchor, closeMenu) : null}
    </>
  )
}

function transferOf(transfers: Transfers, record: RecordRef, entry: Entry | null): Transfer | null {
  if (transfers.size === 0 || entry?.kind !== 'file') return null
  return transfers.get(transferKey(record, entry.id)) ?? null
}

function focusHeadings(grid: HTMLElement | null): void {
  const headings = grid?.querySelector('[data-part=columns]')
  const sorted = headings?.querySelector<HTMLElement>('[aria-sort=ascending] button, [aria-sort=descending] button')
  sorted?.focus()
}
