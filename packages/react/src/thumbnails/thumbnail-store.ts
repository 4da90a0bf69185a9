import type { SyncClient } from '@twinfolder/client'
import type { RecordRef } from '@twinfolder/protocol'

import { readStart } from '../preview/read-start.ts'
import { pictureSize } from './picture-size.ts'

/** A version of a file whose picture is wanted. */
export interface PictureRef {
  readonly record: RecordRef
  readonly fileId: string
  readonly version: string
  readonly sizeBytes: number
}

/** How many pixels a thumbnail has along its sides, on screens of any density. */
const side = 64
/** Some 3 MB of pixels. */
const kept = 200
const atOnce = 3
/** Decoded, that is 160 MB for a moment. */
const maxPixels = 40_000_000

/** Small pictures of one client's files. `null`: the file has none. */
export interface Thumbnails {
  /** What is kept; `undefined` where nothing is known yet. */
  peek(picture: PictureRef): ImageBitmap | null | undefined
  load(picture: PictureRef, signal: AbortSignal): Promise<ImageBitmap | null>
}

const stores = new WeakMap<SyncClient, Thumbnails>()

/** The thumbnails of a client: all its widgets share them. */
export function thumbnailsOf(client: SyncClient): Thumbnails {
  const known = stores.get(client) ?? createThumbnails(client)
  stores.set(client, known)
  return known
}

/** Makes a store that keeps the last 200, and reads three files at a time. */
export function createThumbnails(client: SyncClient): Thumbnails {
  const cache = new Map<string, ImageBitmap | null>()
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    // Whoever is done hands its place to the next one.
    if (running < atOnce) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }

  function keep(key: string, bitmap: ImageBitmap | null): void {
    cache.set(key, bitmap)
    const [oldest] = cache.keys()
    if (cache.size <= kept || oldest === undefined) return
    cache.get(oldest)?.close()
    cache.delete(oldest)
  }

  return {
    peek(picture) {
      const key = keyOf(picture)
      const bitmap = cache.get(key)
      if (bitmap === undefined) return undefined
      // What was looked at last goes last.
      cache.delete(key)
      cache.set(key, bitmap)
      return bitmap
    },
    async load(picture, signal) {
      try {
        const bitmap = await inTurn(signal, () => read(client, picture, signal))
        keep(keyOf(picture), bitmap)
        return bitmap
      } catch {
        // No picture, or no way to it: the icon stays, and nobody asks again for this version.
        if (!signal.aborted) keep(keyOf(picture), null)
        return null
      }
    },
  }
}

async function read(client: SyncClient, picture: PictureRef, signal: AbortSignal): Promise<ImageBitmap | null> {
  const { record, fileId, sizeBytes } = picture
  const { url } = await client.contentUrl(record, fileId, { inline: true }, { signal })
  const { bytes } = await readStart(url, sizeBytes, signal)
  const size = pictureSize(bytes)
  if (!size || size.width * size.height > maxPixels || size.width * size.height === 0) return null
  const scale = side / Math.min(size.width, size.height)
  const small = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) }
  const whole = await createImageBitmap(new Blob([bytes]), {
    resizeWidth: small.width,
    resizeHeight: small.height,
    resizeQuality: 'medium',
  })
  // The middle of it: a thumbnail is square.
  const middle = await createImageBitmap(
    whole,
    Math.floor((small.width - side) / 2),
    Math.floor((small.height - side) / 2),
    side,
    side,
  )
  whole.close()
  return middle
}

function keyOf({ record, fileId, version }: PictureRef): string {
  return JSON.stringify([record.module, record.id, fileId, version])
}
