import type { SyncClient } from '@twinfolder/client'
import type { RecordRef } from '@twinfolder/protocol'

import { pictureSize } from './picture-size.ts'

/** A version of a file whose picture is wanted. */
export interface PictureRef {
  readonly record: RecordRef
  readonly fileId: string
  readonly version: string
  readonly sizeBytes: number
}

/** How many pixels the shorter side of a thumbnail has, on screens of any density. */
const side = 64
/** Some 4 MB of pixels. */
const kept = 200
const atOnce = 3
/** Decoded, that is 160 MB for a moment. */
const maxPixels = 40_000_000
/** The middle of a picture that is longer, as a multiple of its shorter side, tells nothing of it. */
const maxRatio = 8
/** Where a picture tells its size, at the latest: a camera writes much before that. */
const headBytes = 256 * 1024

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
  const response = await fetch(url, { signal })
  if (!response.ok || Number(response.headers.get('content-length')) > sizeBytes) return null
  // A blob, so that the bytes never come to the page's own thread.
  const contents = await response.blob()
  const size = pictureSize(new Uint8Array(await contents.slice(0, headBytes).arrayBuffer()))
  if (!size) return null
  const [shorter, longer] = [Math.min(size.width, size.height), Math.max(size.width, size.height)]
  if (shorter === 0 || shorter * longer > maxPixels || longer > shorter * maxRatio) return null
  // One side is given, and the other one follows: what a header says is width is height in a photo that is to be turned.
  const long = Math.round((side * longer) / shorter)
  const resize = size.width === longer ? { resizeWidth: long } : { resizeHeight: long }
  return createImageBitmap(contents, { ...resize, resizeQuality: 'medium' })
}

function keyOf({ record, fileId, version }: PictureRef): string {
  return JSON.stringify([record.module, record.id, fileId, version])
}
