import { useCallback, useState } from 'react'

import { type FilesView, viewKey } from './files-view.ts'

/** What the list shows, and how to change it. */
export interface FilesViewControl {
  /** The same object as long as it says the same. */
  readonly view: FilesView
  readonly change: (patch: Partial<FilesView>) => void
}

/** A view that the page controls (`given`), or that is kept here. `onChange` is told either way. */
export function useFilesView(
  given: FilesView | undefined,
  initial: FilesView | undefined,
  onChange: ((view: FilesView) => void) | undefined,
): FilesViewControl {
  const [kept, setKept] = useState<FilesView>(given ?? initial ?? { folder: [] })
  // A page may make the object anew in every render.
  const isChanged = given !== undefined && viewKey(given) !== viewKey(kept)
  const view = isChanged ? given : kept
  if (isChanged) setKept(given)

  const isControlled = given !== undefined
  const change = useCallback(
    (patch: Partial<FilesView>) => {
      const next = { ...view, ...patch }
      if (viewKey(next) === viewKey(view)) return
      if (!isControlled) setKept(next)
      onChange?.(next)
    },
    [view, isControlled, onChange],
  )
  return { view, change }
}
