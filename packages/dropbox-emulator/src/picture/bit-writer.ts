import type { Bytes } from '../bytes.ts'

/** Puts bits into bytes, the last bit of a byte first (as VP8L) or the first bit first (as JPEG). */
export function bitWriter(order: 'lastFirst' | 'firstFirst') {
  const bytes: number[] = []
  let current = 0
  let filled = 0
  const put = (bit: number) => {
    current |= bit << (order === 'lastFirst' ? filled : 7 - filled)
    filled += 1
    if (filled < 8) return
    bytes.push(current)
    current = 0
    filled = 0
  }
  return {
    write(value: number, count: number): void {
      for (let index = 0; index < count; index += 1) {
        put((value >> (order === 'lastFirst' ? index : count - 1 - index)) & 1)
      }
    },
    /** @param padding the bit that the last byte is filled up with */
    bytes(padding: 0 | 1): Bytes {
      for (let left = (8 - filled) % 8; left > 0; left -= 1) put(padding)
      return Uint8Array.from(bytes)
    },
  }
}
