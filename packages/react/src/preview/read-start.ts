/** The first bytes of a file. */
export interface StartOfFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

/**
 * Reads what lies at an address, as far as a limit; a server that ignores the range is cut off.
 *
 * @throws Error when the address does not answer, or `signal` aborts
 */
export async function readStart(url: string, maxBytes: number, signal: AbortSignal): Promise<StartOfFile> {
  // One byte more tells whether there is more. `data:` and `blob:` addresses need no range.
  const headers = /^https?:|^\//.test(url) ? { range: `bytes=0-${maxBytes}` } : undefined
  const response = await fetch(url, { signal, ...(headers && { headers }) })
  if (!response.ok || !response.body) throw new Error(`The contents answered with ${response.status}.`)
  const bytes = new Uint8Array(maxBytes + 1)
  const reader = response.body.getReader()
  let length = 0
  while (length <= maxBytes) {
    const { done, value } = await reader.read()
    if (done) break
    const part = value.subarray(0, bytes.length - length)
    bytes.set(part, length)
    length += part.length
  }
  if (length > maxBytes) await reader.cancel()
  return { bytes: bytes.slice(0, Math.min(length, maxBytes)), isWhole: length <= maxBytes }
}
