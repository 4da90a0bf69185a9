import { toHex } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { plainJpeg } from './jpeg.ts'
import { plainPng } from './png.ts'
import { plainWebp } from './webp.ts'

export type PictureFormat = 'jpeg' | 'png' | 'webp'

/** A picture of one colour. */
export interface PlainPicture {
  readonly width: number
  readonly height: number
  /** Red, green and blue, 0 to 255. */
  readonly colour: readonly [number, number, number]
}

/** A real picture of the format asked for, which every decoder reads. */
export async function encodePicture(format: PictureFormat, picture: PlainPicture): Promise<Bytes> {
  switch (format) {
    case 'jpeg':
      return plainJpeg(picture)
    case 'png':
      return plainPng(picture)
    case 'webp':
      return plainWebp(picture)
  }
}

/** A colour of its own for each content, from its hash. */
export function colourOf(contentHash: string): PlainPicture['colour'] {
  const part = (index: number) => Number.parseInt(contentHash.slice(index * 2, index * 2 + 2), 16)
  return [part(0), part(1), part(2)]
}

/** Whether bytes begin like a picture that Dropbox makes thumbnails of. */
export function looksLikePicture(start: Bytes): boolean {
  const hex = toHex(start.slice(0, 16).buffer)
  const isWebp = hex.startsWith('52494646') && hex.slice(16, 24) === '57454250'
  return isWebp || /^(ffd8ff|89504e47|47494638|424d|49492a00|4d4d002a|5033|5036)/.test(hex)
}
