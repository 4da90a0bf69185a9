import type { CommitInfo } from '../state/commit-info.ts'
import type { FileEntry } from '../state/entry.ts'
import { WriteFailure } from '../state/failures.ts'
import { writeFile } from '../state/write-file.ts'
import type { WriteMode } from '../state/write-file.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, ignored, optional, string, struct, timestamp, union } from '../wire/decode.ts'
import type { Decode } from '../wire/decode.ts'
import { under, writeErrors } from '../wire/error-lists.ts'
import { writeError } from '../wire/failure-errors.ts'
import { fileMetadata } from '../wire/metadata.ts'
import { revision, writePathOrId } from '../wire/paths.ts'
import { receiving } from '../wire/received.ts'
import type { Received } from '../wire/received.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { write } from '../wire/write.ts'
import { openSession } from './session-store.ts'

const updateMode = struct({ update: revision })
const writeMode = union<WriteMode>({
  add: { type: 'add' },
  overwrite: { type: 'overwrite' },
  update: (fields, at) => ({ type: 'update', rev: updateMode(fields, at).update }),
})

export const commitFields = {
  path: writePathOrId,
  mode: optional<WriteMode, WriteMode>(writeMode, { type: 'add' }),
  autorename: optional(boolean, false),
  client_modified: optional(timestamp, null),
  mute: ignored,
  property_groups: ignored,
  strict_conflict: optional(boolean, false),
}
export const hashField: Decode<string | null> = optional(string('[0-9a-f]{64}'), null)
export const commitInfo = struct(commitFields)

const upload = userRoute(
  {
    name: 'files/upload',
    host: 'content',
    style: 'upload',
    scope: 'files.content.write',
    about: 'Writes a file',
    errors: [...under('path', ...writeErrors), 'payload_too_large', 'content_hash_mismatch'],
    rules: [
      'Missing parents are made',
      'Identical content is not written again: same revision, in every mode, unless `strict_conflict`',
      '`update` needs the current revision; a file that is gone is made again, unless `strict_conflict`',
      '150 MiB at most (switch `largestRequestBytes`)',
      'Times in UTC, in whole seconds',
    ],
  },
  struct({ ...commitFields, content_hash: hashField }),
  (call, arg) =>
    receivePart(call, arg.content_hash, async (body) => {
      await body.keep()
      try {
        return fileMetadata(call.view, commit(call, arg, body))
      } catch (error) {
        if (error instanceof WriteFailure) throw uploadError(call, error, body)
        throw error
      }
    }),
)

export const uploadRoutes = [upload]

/** Writes content that is already stored. @throws WriteFailure */
export function commit(call: Call, info: CommitInfo, content: Pick<Received, 'contentHash' | 'sizeBytes'>): FileEntry {
  const { view } = call
  return write(call, [info.path], () =>
    writeFile(
      view,
      info.path,
      { contentHash: content.contentHash, sizeBytes: content.sizeBytes, clientModified: info.client_modified },
      { mode: info.mode, autorename: info.autorename, strictConflict: info.strict_conflict },
    ),
  )
}

/** Does `work` with the bytes of a request. @throws EndpointError when they are too many or have another hash */
export function receivePart<T>(
  { state, request }: Call,
  expectedHash: string | null,
  work: (body: Received) => Promise<T>,
): Promise<T> {
  return receiving(state.contents, request, async (body) => {
    if (body.sizeBytes > state.switches.largestRequestBytes) throw new EndpointError(tagged('payload_too_large'))
    if (expectedHash !== null && expectedHash !== body.contentHash) {
      throw new EndpointError(tagged('content_hash_mismatch'))
    }
    return work(body)
  })
}

/** The refused bytes stay in a session, so that they need not be sent again. */
function uploadError(call: Call, failure: WriteFailure, body: Received): EndpointError {
  const session = openSession(call, false)
  session.isClosed = true
  session.pieces.push({ offset: 0, sizeBytes: body.sizeBytes, contentHash: body.contentHash })
  return new EndpointError({ '.tag': 'path', reason: writeError(failure), upload_session_id: session.id })
}
