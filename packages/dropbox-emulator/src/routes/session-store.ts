import type { Bytes } from '../bytes.ts'
import { hashBlockBytes } from '../content-hash.ts'
import { newToken } from '../ids.ts'
import type { ContentStore } from '../state/contents.ts'
import { piecesInOrder, sessionLifetimeMs, sessionSize } from '../state/upload-session.ts'
import type { SessionPiece, UploadSession } from '../state/upload-session.ts'
import { tagged } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import type { Received } from '../wire/received.ts'
import type { Call } from '../wire/route.ts'

/** Why a session cannot take or give bytes: a member of the endpoint's union, or of its `lookup_failed`. */
export class SessionFailure extends Error {
  override readonly name = 'SessionFailure'
  readonly error: Tagged

  constructor(error: Tagged) {
    super(`upload session: ${error['.tag']}`)
    this.error = error
  }
}

export function openSession({ state, account, app }: Call, isConcurrent: boolean): UploadSession {
  const session: UploadSession = {
    id: newToken('pid_upload_session:', 24),
    accountId: account.profile.accountId,
    appKey: app.key,
    isConcurrent,
    expiresAt: state.clock.now() + sessionLifetimeMs,
    isClosed: false,
    pieces: [],
  }
  state.sessions.set(session.id, session)
  state.changes.touch()
  return session
}

/** @throws SessionFailure `not_found` */
export function findSession({ state, account, app }: Call, id: string): UploadSession {
  const session = state.sessions.get(id)
  const isOurs = session?.accountId === account.profile.accountId && session.appKey === app.key
  if (!session || !isOurs || session.expiresAt <= state.clock.now()) throw new SessionFailure(tagged('not_found'))
  return session
}

/** Adds bytes to a session. @throws SessionFailure when they do not fit */
export async function addPiece(
  { state }: Call,
  session: UploadSession,
  offset: number,
  body: Received,
  isLast: boolean,
): Promise<void> {
  // Kept first: nothing may come between the check and the piece, or two pieces could have one offset.
  await body.keep()
  if (session.isClosed && !session.isConcurrent) throw new SessionFailure(tagged('closed'))
  checkOffset(session, offset, body.sizeBytes, isLast)
  if (offset + body.sizeBytes > state.switches.largestFileBytes) throw new SessionFailure(tagged('too_large'))
  if (body.sizeBytes > 0) {
    session.pieces.push({ offset, sizeBytes: body.sizeBytes, contentHash: body.contentHash })
  }
  if (isLast) session.isClosed = true
  state.changes.touch()
}

/** Whether `offset` is where a sequential session ends. @throws SessionFailure with the right offset */
export function checkEnd(session: UploadSession, offset: number): void {
  const correct = sessionSize(session)
  if (offset !== correct) throw new SessionFailure({ '.tag': 'incorrect_offset', correct_offset: correct })
}

/** All bytes of a session as one content, kept in the store. @throws SessionFailure when a piece is missing */
export async function joinPieces(
  { state }: Call,
  session: UploadSession,
): Promise<Pick<Received, 'contentHash' | 'sizeBytes'>> {
  const pieces = piecesInOrder(session)
  if (!pieces) throw new SessionFailure(tagged('concurrent_session_missing_data'))
  const [only] = pieces
  if (only && pieces.length === 1) return only
  const content = await state.contents.receive(bytesOf(state.contents, pieces))
  await content.keep()
  return content
}

async function* bytesOf(contents: ContentStore, pieces: readonly SessionPiece[]): AsyncGenerator<Bytes> {
  for (const { contentHash, sizeBytes } of pieces) yield* contents.read(contentHash, 0, sizeBytes)
}

function checkOffset(session: UploadSession, offset: number, sizeBytes: number, isLast: boolean): void {
  if (!session.isConcurrent) return checkEnd(session, offset)
  if (offset % hashBlockBytes !== 0) throw new SessionFailure(tagged('concurrent_session_invalid_offset'))
  if (!isLast && sizeBytes % hashBlockBytes !== 0) {
    throw new SessionFailure(tagged('concurrent_session_invalid_data_size'))
  }
}
