/** Bytes that were sent ahead, to be committed as a file by `finish`. */
export interface UploadSession {
  readonly id: string
  readonly accountId: string
  readonly appKey: string
  readonly isConcurrent: boolean
  readonly expiresAt: number
  isClosed: boolean
  /** Pieces in the order they arrived; each rests in the content store under its own hash. */
  readonly pieces: SessionPiece[]
}

export interface SessionPiece {
  readonly offset: number
  readonly sizeBytes: number
  readonly contentHash: string
}

/** Sessions can be continued for seven days. */
export const sessionLifetimeMs = 7 * 24 * 60 * 60 * 1000

export function sessionSize(session: UploadSession): number {
  return session.pieces.reduce((size, piece) => Math.max(size, piece.offset + piece.sizeBytes), 0)
}

/** The pieces from the first byte to the last, or `null` when one is missing. */
export function piecesInOrder(session: UploadSession): readonly SessionPiece[] | null {
  const pieces = [...session.pieces].sort((a, b) => a.offset - b.offset)
  let offset = 0
  for (const piece of pieces) {
    if (piece.offset !== offset) return null
    offset += piece.sizeBytes
  }
  return pieces
}
