import { createHash } from 'node:crypto'

import type { Bytes } from '../bytes.ts'
import { hashBlockBytes } from '../content-hash.ts'

/** Dropbox's content hash of bytes that come piece by piece, without holding a block of them. */
export interface ContentHasher {
  readonly sizeBytes: number
  update(chunk: Bytes): void
  /** 64 hex digits. To be called once. */
  digest(): string
}

export function contentHasher(): ContentHasher {
  const whole = createHash('sha256')
  let block = createHash('sha256')
  let inBlock = 0
  let sizeBytes = 0
  const endBlock = () => {
    whole.update(block.digest())
    block = createHash('sha256')
    inBlock = 0
  }
  return {
    get sizeBytes() {
      return sizeBytes
    },
    update(chunk) {
      sizeBytes += chunk.byteLength
      let rest = chunk
      while (rest.byteLength > 0) {
        const part = rest.subarray(0, hashBlockBytes - inBlock)
        block.update(part)
        inBlock += part.byteLength
        rest = rest.subarray(part.byteLength)
        if (inBlock === hashBlockBytes) endBlock()
      }
    },
    digest() {
      if (inBlock > 0) endBlock()
      return whole.digest('hex')
    },
  }
}
