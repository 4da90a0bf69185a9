import type { RecordView } from '@twinfolder/protocol'
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

import { useWords } from '../messages/use-words.ts'
import { Menu, type MenuEntry } from '../primitives/Menu.tsx'
import { FileRow } from './FileRow.tsx'
import { gridCommand } from './grid-key.ts'
import type { ActiveRow } from './use-active-row.ts'
import type { Entry, FilesList } from './use-files.ts'
import type { Selection } from './use-selection.ts'
import { pagesOf, useVirtualRows } from './use-virtual-rows.ts'

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
  readonly menuOf: (entry: Entry) => readonly MenuEntry[]
  /** The pages that the visible rows lie on. */
  readonly onPages: (pages: readonly number[]) => void
}

interface OpenMenu {
  readonly anchor: HTMLElement
  readonly entry: Entry
}

/**
 * The list: an ARIA grid with one tab stop. It renders the rows in sight and the active one, however many there are
 * (`proved.md` 4). Renders a `<div role="grid">`.
 */
export function FileGrid(props: FileGridProps): ReactNode {
  const { view, list, gridRef, active, selection, onPages, menuOf } = props
  const { t } = useWords()
  const id = useId()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const rows = useVirtualRows(gridRef, list.count, active.index)

  const wanted = pagesOf(rows.indices).join(',')
  useEffect(() => onPages(wanted === '' ? [0] : wanted.split(',').map(Number)), [wanted, onPages])

  const closeMenu = useCallback(() => setMenu(null), [])
  const openMenu = (index: number) => {
    const entry = list.entryAt(index)
    const anchor = rowAt(index)?.querySelector<HTMLElement>('[data-part=more]')
    if (!entry || !anchor) return
    active.moveTo(index, { focus: false })
    setMenu({ anchor, entry })
  }
  const rowAt = (index: number) => gridRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null
  const moveTo = (index: number) => {
    active.moveTo(index)
    rows.reveal(index)
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target instanceof HTMLElement ? event.target : null
    const isRow = target?.matches('[role=row]') ?? false
    const press = gridCommand(event, {
      index: active.index,
      count: list.count,
      pageRows: Math.max(1, rows.inSight - 2),
      isRtl: gridRef.current !== null && getComputedStyle(gridRef.current).direction === 'rtl',
    })
    // Inside a row, its buttons have Enter and Space for themselves.
    if (!press || event.nativeEvent.isComposing || (!isRow && (press.type === 'open' || press.type === 'toggle')))
      return
    event.preventDefault()
    const entry = list.entryAt(active.index)
    switch (press.type) {
      case 'move':
        moveTo(press.to)
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
    const row = target?.closest<HTMLElement>('[role=row]')
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
        role="grid"
        aria-label={t['files.title']}
        aria-describedby={`${id}-help`}
        aria-rowcount={list.isCounted ? list.count : -1}
        aria-colcount={3}
        aria-multiselectable="true"
        data-selecting={selection.files.size > 0 || undefined}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={({ target }) => {
          const index = target.matches('[role=row]') ? Number(target.dataset['index']) : active.index
          if (index !== active.index) active.moveTo(index, { focus: false })
        }}
        onMouseDown={(event) => {
          // Shift and a click would mark text.
          if (event.shiftKey) event.preventDefault()
        }}
      >
        <div className="tf-rows" role="rowgroup" style={{ blockSize: list.count * rows.rowHeight }}>
          {rows.indices.map((index) => {
            const entry = list.entryAt(index)
            return (
              <FileRow
                key={index}
                id={`${id}-${index}`}
                record={view.record}
                entry={entry}
                index={index}
                offsetPx={index * rows.rowHeight}
                isActive={index === active.index}
                isSelected={entry !== null && selection.has(entry)}
                maxFileBytes={view.maxFileBytes}
              />
            )
          })}
        </div>
      </div>
      <p id={`${id}-help`} className="tf-hidden">
        {t['files.help']}
      </p>
      {menu ? (
        <Menu
          anchor={menu.anchor}
          label={t['files.actionsFor']({ name: menu.entry.name })}
          entries={menuOf(menu.entry)}
          onClose={closeMenu}
        />
      ) : null}
    </>
  )
}
