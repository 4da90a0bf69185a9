/** What a key means in the grid. */
export type GridCommand =
  | { readonly type: 'move'; readonly to: number; readonly extend: boolean }
  | {
      readonly type:
        | 'open'
        | 'toggle'
        | 'extend'
        | 'selectAll'
        | 'clear'
        | 'delete'
        | 'details'
        | 'rename'
        | 'relocate'
        | 'menu'
        | 'enterRow'
        | 'leaveRow'
        | 'parent'
    }

/** A key press as far as the grid needs it. */
export interface GridKey {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The grid's keys (W3C grid pattern); `null` where a key means nothing here and belongs to the page. */
export function gridCommand(
  press: GridKey,
  grid: { readonly index: number; readonly count: number; readonly pageRows: number; readonly isRtl: boolean },
): GridCommand | null {
  const { key, shiftKey } = press
  const isControl = press.ctrlKey || press.metaKey
  if (press.altKey) return key === 'Enter' ? { type: 'details' } : null
  const move = (to: number): GridCommand => ({
    type: 'move',
    to: Math.max(0, Math.min(to, grid.count - 1)),
    extend: shiftKey,
  })
  if (isControl) {
    switch (key) {
      case 'a':
      case 'A':
        return { type: 'selectAll' }
      case ' ':
        return { type: 'toggle' }
      case 'Home':
        return move(0)
      case 'End':
        return move(grid.count - 1)
      default:
        return null
    }
  }
  switch (key) {
    case 'ArrowDown':
      return move(grid.index + 1)
    case 'ArrowUp':
      return move(grid.index - 1)
    case 'PageDown':
      return move(grid.index + grid.pageRows)
    case 'PageUp':
      return move(grid.index - grid.pageRows)
    case 'Home':
      return move(0)
    case 'End':
      return move(grid.count - 1)
    case 'ArrowRight':
      return { type: grid.isRtl ? 'leaveRow' : 'enterRow' }
    case 'ArrowLeft':
      return { type: grid.isRtl ? 'enterRow' : 'leaveRow' }
    case 'Enter':
      return { type: 'open' }
    case ' ':
      return { type: shiftKey ? 'extend' : 'toggle' }
    case 'Escape':
      return { type: 'clear' }
    case 'Delete':
      return { type: 'delete' }
    case 'F2':
      return { type: 'rename' }
    case 'm':
    case 'M':
      return { type: 'relocate' }
    case 'Backspace':
      return { type: 'parent' }
    case 'i':
    case 'I':
      return { type: 'details' }
    case 'ContextMenu':
      return { type: 'menu' }
    case 'F10':
      return shiftKey ? { type: 'menu' } : null
    default:
      return null
  }
}
