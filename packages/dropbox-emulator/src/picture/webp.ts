import type { Bytes } from '../bytes.ts'
import { bitWriter } from './bit-writer.ts'
import type { PlainPicture } from './plain-picture.ts'

/** A lossless WebP (RFC 9649, VP8L): five prefix codes of one symbol each, so that a pixel needs no bits at all. */
export function plainWebp({ colour: [red, green, blue], height, width }: PlainPicture): Bytes {
  const bits = bitWriter('lastFirst')
  bits.write(width - 1, 14)
  bits.write(height - 1, 14)
  bits.write(0, 1) // no alpha
  bits.write(0, 3) // version
  bits.write(0, 3) // no transform, no colour cache, one group of prefix codes
  for (const symbol of [green, red, blue, 255]) {
    bits.write(0b101, 3) // a simple code of one symbol, in eight bits
    bits.write(symbol, 8)
  }
  bits.write(0b0001, 4) // distances: a simple code of the symbol 0
  const data = Uint8Array.from([0x2f, ...bits.bytes(0)])
  const padded = data.byteLength + (data.byteLength % 2)
  const file = new Uint8Array(20 + padded)
  const view = new DataView(file.buffer)
  file.set(new TextEncoder().encode('RIFF'), 0)
  view.setUint32(4, 12 + padded, true)
  file.set(new TextEncoder().encode('WEBPVP8L'), 8)
  view.setUint32(16, data.byteLength, true)
  file.set(data, 20)
  return file
}
