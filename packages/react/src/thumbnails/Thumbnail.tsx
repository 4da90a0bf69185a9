import type { SyncClient } from '@twinfolder/client'
import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useState } from 'react'

import { useServices } from '../provider/twinfolder-context.ts'
import type { PictureRef, Thumbnails } from './thumbnail-store.ts'

/** A row that only passes by while somebody scrolls asks for nothing. */
const restMs = 150

let storeOf: ((client: SyncClient) => Thumbnails) | null = null

const useIsomorphicLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/** A small picture of a file that `hasThumbnail`, in place of its icon, once there is one. Decoration only. Renders its children, or a `<canvas>`. */
export function Thumbnail({
  record,
  file,
  children,
}: {
  readonly record: RecordRef
  readonly file: FileEntry
  /** The icon. */
  readonly children: ReactNode
}) {
  return typeof createImageBitmap === 'function' ? <Picture record={record} file={file} icon={children} /> : children
}

function Picture({
  record,
  file,
  icon,
}: {
  readonly record: RecordRef
  readonly file: FileEntry
  readonly icon: ReactNode
}) {
  const { client } = useServices()
  const [shown, setShown] = useState<{ readonly key: string; readonly bitmap: ImageBitmap } | null>(null)
  const { id: fileId, version, sizeBytes } = file
  const key = `${fileId} ${version}`

  useIsomorphicLayoutEffect(() => {
    const picture: PictureRef = { record, fileId, version, sizeBytes }
    const show = (bitmap: ImageBitmap | null) => setShown(bitmap && { key, bitmap })
    const known = storeOf?.(client).peek(picture)
    if (known !== undefined) return show(known)
    const abort = new AbortController()
    const load = async () => {
      storeOf ??= (await import('./thumbnail-store.ts')).thumbnailsOf
      const bitmap = storeOf(client).peek(picture) ?? (await storeOf(client).load(picture, abort.signal))
      if (!abort.signal.aborted) show(bitmap)
    }
    // Without its code there are no pictures; the icons stay.
    const timer = setTimeout(() => void load().catch(() => undefined), restMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, record, fileId, version, sizeBytes, key])

  const paintOn = useCallback(
    (canvas: HTMLCanvasElement | null) => {
      if (canvas && shown && !paint(canvas, shown.bitmap)) setShown(null)
    },
    [shown],
  )
  return shown?.key === key ? <canvas ref={paintOn} className="tf-thumbnail" /> : icon
}

/** Onto a canvas: an address for each picture would have to be given back, and allowed by the page's policy. */
function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap): boolean {
  const context = canvas.getContext('2d')
  // Another row may have pushed it out of the cache meanwhile.
  if (!context || bitmap.width === 0) return false
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  context.drawImage(bitmap, 0, 0)
  return true
}
