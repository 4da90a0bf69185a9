import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, integer, list, optional, struct } from '../wire/decode.ts'
import type { Received } from '../wire/received.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { SessionFailure, addPiece, findSession } from './session-store.ts'
import { cursor } from './upload-session.ts'
import { hashField, receivePart } from './upload.ts'

const scope = 'files.content.write'
const sessionErrors = [
  'not_found',
  'incorrect_offset',
  'closed',
  'too_large',
  'concurrent_session_invalid_offset',
  'concurrent_session_invalid_data_size',
]
const rules = [
  'A sequential session takes the next byte only; `correct_offset` tells which that is',
  'A concurrent session takes pieces of whole 4 MiB in any order, the closing one excepted',
]

const appendV2 = userRoute(
  {
    name: 'files/upload_session/append_v2',
    host: 'content',
    style: 'upload',
    scope,
    about: 'Sends the next piece',
    errors: [...sessionErrors, 'payload_too_large', 'content_hash_mismatch'],
    rules,
  },
  struct({ cursor, close: optional(boolean, false), content_hash: hashField }),
  (call, arg) =>
    receivePart(call, arg.content_hash, async (body) => {
      await append(call, arg.cursor, body, arg.close)
      return null
    }),
)

const appendV1 = userRoute(
  {
    name: 'files/upload_session/append',
    host: 'content',
    style: 'upload',
    scope,
    about: 'The older form of `append_v2`: cannot close',
    errors: [...sessionErrors, 'payload_too_large'],
    rules,
  },
  cursor,
  (call, at) =>
    receivePart(call, null, async (body) => {
      await append(call, at, body, false)
      return null
    }),
)

const appendBatch = userRoute(
  {
    name: 'files/upload_session/append_batch',
    host: 'content',
    style: 'upload',
    scope,
    about: 'Sends the next pieces of up to 1000 sessions in one body',
    errors: ['payload_too_large', 'content_hash_mismatch', 'length_mismatch'],
    rules: ['The lengths of the entries must add up to the body', 'Each entry succeeds or fails by itself'],
  },
  struct({
    entries: list(
      struct({ cursor, length: integer(0, Number.MAX_SAFE_INTEGER), close: optional(boolean, false) }),
      1000,
    ),
    content_hash: hashField,
  }),
  (call, arg) =>
    receivePart(call, arg.content_hash, async (body) => {
      const total = arg.entries.reduce((sum, { length }) => sum + length, 0)
      if (total !== body.sizeBytes) throw new EndpointError(tagged('length_mismatch'))
      const { contents } = call.state
      // Kept as a whole, so that its parts can be read one after the other.
      await body.keep()
      const entries: object[] = []
      let from = 0
      for (const { close, cursor: at, length } of arg.entries) {
        const piece = await contents.receive(contents.read(body.contentHash, from, from + length))
        entries.push(await appendResult(append(call, at, piece, close)))
        await piece.discard()
        from += length
      }
      return { entries }
    }),
)

export const appendRoutes = [appendV2, appendV1, appendBatch]

/** @throws EndpointError when the piece does not fit */
async function append(call: Call, at: ReturnType<typeof cursor>, body: Received, close: boolean): Promise<void> {
  try {
    await addPiece(call, findSession(call, at.session_id), at.offset, body, close)
  } catch (error) {
    throw error instanceof SessionFailure ? new EndpointError(error.error) : error
  }
}

async function appendResult(appending: Promise<void>): Promise<object> {
  try {
    await appending
    return { '.tag': 'success' }
  } catch (error) {
    if (error instanceof EndpointError) return { '.tag': 'failure', failure: error.error }
    throw error
  }
}
