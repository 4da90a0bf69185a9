import { type DragEvent, useState } from 'react'

import { type Chosen, filesOfDrop } from '../uploads/chosen-file.ts'

/** Handlers for the element that takes drops, and whether files hang over it. */
export interface DropTarget {
  readonly isOver: boolean
  readonly handlers: Readonly<
    Record<'onDragEnter' | 'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent<HTMLElement>) => void>
  >
}

/** Makes an element take dropped files and folders. While not allowed it refuses them, instead of letting the browser open them. */
export function useDropTarget(isAllowed: boolean, onFiles: (chosen: Chosen) => void): DropTarget {
  // Entering a child leaves the parent: only the count tells when the drag has left for good.
  const [depth, setDepth] = useState(0)
  const handle = (change: (event: DragEvent<HTMLElement>) => void) => (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = isAllowed ? 'copy' : 'none'
    change(event)
  }
  return {
    isOver: depth > 0 && isAllowed,
    handlers: {
      onDragEnter: handle(() => setDepth((now) => now + 1)),
      onDragOver: handle(() => {}),
      onDragLeave: handle(() => setDepth((now) => Math.max(0, now - 1))),
      onDrop: handle((event) => {
        setDepth(0)
        if (isAllowed) void filesOfDrop(event.dataTransfer).then(onFiles)
      }),
    },
  }
}
