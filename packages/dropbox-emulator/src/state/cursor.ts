import { fromBase64Url, toBase64Url } from '../bytes.ts'

/** Everything a cursor remembers. Opaque to clients: text made by {@link encodeCursor}. */
export interface CursorState {
  /** The emulator and account that made it. */
  readonly instance: string
  readonly accountId: string
  readonly appKey: string
  readonly namespaceId: string
  readonly epoch: number
  readonly issuedAt: number
  /** Path of the listed folder below the view's root; `''` is the root. */
  readonly path: string
  readonly recursive: boolean
  readonly includeDeleted: boolean
  /** Leaves out documents that cannot be downloaded. */
  readonly withoutDocuments: boolean
  /** Leaves out shared folders and what is in them. */
  readonly withoutShared: boolean
  readonly limit: number | null
  /** Position in the feed that has been told. */
  readonly position: number
  /** While the first listing is not told completely: the key of the last entry told, `''` at its start. */
  readonly after: string | null
  /** Whether the first listing shows the state at {@link CursorState.position} and not the one of now. */
  readonly isReplay: boolean
  /** Whether the last page was an empty one in between (switch `emptyPages`). */
  readonly hasPaused: boolean
}

/** Opaque text for a cursor, with a check sum, so that garbage is told from a cursor that has expired. */
export function encodeCursor(state: CursorState): string {
  const text = toBase64Url(new TextEncoder().encode(JSON.stringify(state)))
  return `AA${checkSum(text)}${text}`
}

/** @returns `null` for text that was never a cursor */
export function decodeCursor(cursor: string): CursorState | null {
  const [, sum, text] = /^AA([0-9a-z]{7})([\w-]+)$/.exec(cursor) ?? []
  if (sum === undefined || text === undefined || checkSum(text) !== sum) return null
  return JSON.parse(new TextDecoder().decode(fromBase64Url(text))) as CursorState
}

/** FNV-1a in seven digits: no secret, it only notices damage. */
function checkSum(text: string): string {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return sum.toString(36).padStart(7, '0')
}
