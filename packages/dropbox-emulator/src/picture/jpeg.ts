import { joinBytes } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { bitWriter } from './bit-writer.ts'
import type { PlainPicture } from './plain-picture.ts'

/**
 * A baseline JPEG. Each block of a picture of one colour is its mean alone: the first block tells it, and every other
 * one tells that nothing has changed.
 */
export function plainJpeg({ colour, height, width }: PlainPicture): Bytes {
  return joinBytes([
    Uint8Array.from([0xff, 0xd8]),
    segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    // With a quantum of 8, the coefficient of a block's mean is the mean itself.
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
    // Differences of means: nine categories in four bits each. Other coefficients: there are none, in one bit.
    segment(0xc4, [0x00, 0, 0, 0, 9, ...zeros(12), 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    segment(0xc4, [0x10, 1, ...zeros(15), 0]),
    segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
    scan(means(colour), Math.ceil(width / 8) * Math.ceil(height / 8)),
    Uint8Array.from([0xff, 0xd9]),
  ])
}

/** The colour as Y, Cb and Cr, with 0 in the middle. */
function means([red, green, blue]: PlainPicture['colour']): readonly number[] {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue
  return [luma - 128, (blue - luma) * 0.564, (red - luma) * 0.713].map((value) =>
    Math.max(-127, Math.min(127, Math.round(value))),
  )
}

function scan(values: readonly number[], blocks: number): Bytes {
  const bits = bitWriter('firstFirst')
  for (const value of values) {
    const category = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
    bits.write(category, 4)
    bits.write(value < 0 ? value + 2 ** category - 1 : value, category)
    bits.write(0, 1)
  }
  for (let block = 1; block < blocks; block += 1) bits.write(0, 15)
  // A byte of ones would start a marker: a zero after it says that it does not.
  return Uint8Array.from([...bits.bytes(1)].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

function segment(marker: number, data: readonly number[]): Bytes {
  const length = data.length + 2
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...data])
}

function zeros(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0)
}
