/** Part of contents; `end` is exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads a `Range` header: one range of bytes, nothing else (X47).
 *
 * @returns `null` for no range at all, `invalid` for one that cannot be satisfied, or for several
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | null | 'invalid' {
  if (header === undefined || !header.startsWith('bytes=')) return null
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header)
  if (!match) return 'invalid'
  const [, first = '', last = ''] = match
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return last === '' || length === 0 ? 'invalid' : { start: sizeBytes - length, end: sizeBytes }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes)
  return start < end ? { start, end } : 'invalid'
}
