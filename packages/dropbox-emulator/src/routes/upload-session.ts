import { WriteFailure } from '../state/failures.ts'
import type { CommitInfo } from '../state/commit-info.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { boolean, integer, list, optional, string, struct, union } from '../wire/decode.ts'
import { under, writeErrors } from '../wire/error-lists.ts'
import { writeError } from '../wire/failure-errors.ts'
import { fileMetadata } from '../wire/metadata.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { checkRoute, complete, launchJob } from './async-jobs.ts'
import { SessionFailure, addPiece, checkEnd, findSession, joinPieces, openSession } from './session-store.ts'
import { commit, commitInfo, hashField, receivePart } from './upload.ts'

const scope = 'files.content.write'
const sessionType = optional<'sequential' | 'concurrent', 'sequential'>(
  union<'sequential' | 'concurrent'>({ sequential: 'sequential', concurrent: 'concurrent' }),
  'sequential',
)
export const cursor = struct({ session_id: string(), offset: integer(0, Number.MAX_SAFE_INTEGER) })

const bodyErrors = ['payload_too_large', 'content_hash_mismatch']
const lifetime = 'Sessions last seven days'

const start = userRoute(
  {
    name: 'files/upload_session/start',
    host: 'content',
    style: 'upload',
    scope,
    about: 'Begins to send a file in pieces',
    errors: ['concurrent_session_data_not_allowed', 'concurrent_session_close_not_allowed', ...bodyErrors],
    rules: [lifetime, '`content_hash` is of the bytes of this call'],
  },
  struct({ close: optional(boolean, false), session_type: sessionType, content_hash: hashField }),
  (call, arg) =>
    receivePart(call, arg.content_hash, async (body) => {
      const isConcurrent = arg.session_type === 'concurrent'
      if (isConcurrent && body.sizeBytes > 0) throw new EndpointError(tagged('concurrent_session_data_not_allowed'))
      if (isConcurrent && arg.close) throw new EndpointError(tagged('concurrent_session_close_not_allowed'))
      const session = openSession(call, isConcurrent)
      if (!isConcurrent) await addPiece(call, session, 0, body, arg.close)
      return { session_id: session.id }
    }),
)

const finish = userRoute(
  {
    name: 'files/upload_session/finish',
    host: 'content',
    style: 'upload',
    scope,
    about: 'Makes a file of what was sent',
    errors: [
      ...under('lookup_failed', 'not_found', 'incorrect_offset', 'closed', 'too_large'),
      ...under('path', ...writeErrors),
      'concurrent_session_data_not_allowed',
      'concurrent_session_not_closed',
      'concurrent_session_missing_data',
      ...bodyErrors,
    ],
    rules: ['What is sent here stays in the session when the commit is refused', 'The commit is atomic'],
  },
  struct({ cursor, commit: commitInfo, content_hash: hashField }),
  (call, arg) =>
    receivePart(call, arg.content_hash, async (body) => {
      try {
        const session = findSession(call, arg.cursor.session_id)
        if (session.isConcurrent) {
          if (body.sizeBytes > 0) throw new EndpointError(tagged('concurrent_session_data_not_allowed'))
          if (!session.isClosed) throw new EndpointError(tagged('concurrent_session_not_closed'))
          checkEnd(session, arg.cursor.offset)
        } else if (session.isClosed && body.sizeBytes === 0) {
          checkEnd(session, arg.cursor.offset)
        } else {
          // What is sent here stays in the session even when the commit is refused.
          await addPiece(call, session, arg.cursor.offset, body, false)
        }
        return await commitSession(call, session.id, arg.commit)
      } catch (error) {
        throw endpointError(error)
      }
    }),
)

const startBatch = userRoute(
  {
    name: 'files/upload_session/start_batch',
    scope,
    about: 'Begins 1 to 1000 sessions',
    rules: [lifetime],
  },
  struct({ num_sessions: integer(1, 1000), session_type: sessionType }),
  (call, arg) => ({
    session_ids: Array.from(
      { length: arg.num_sessions },
      () => openSession(call, arg.session_type === 'concurrent').id,
    ),
  }),
)

const finishArg = struct({ entries: list(struct({ cursor, commit: commitInfo }), 1000) })

const finishBatchV2 = userRoute(
  {
    name: 'files/upload_session/finish_batch_v2',
    scope,
    about: 'Makes up to 1000 files of what was sent',
    rules: ['Sessions must have been closed; each entry succeeds or fails by itself'],
  },
  finishArg,
  async (call, arg) => ({ entries: await finishAll(call, arg.entries) }),
)

const finishBatch = userRoute(
  {
    name: 'files/upload_session/finish_batch',
    scope,
    about: 'The older form of `finish_batch_v2`: launches a job',
  },
  finishArg,
  async (call, arg) => launchJob(call, 'upload_session_finish_batch', complete(await finishAll(call, arg.entries))),
)

const finishBatchCheck = checkRoute('files/upload_session/finish_batch/check', 'upload_session_finish_batch')

export const uploadSessionRoutes = [start, finish, startBatch, finishBatchV2, finishBatch, finishBatchCheck]

async function finishAll(call: Call, entries: ReturnType<typeof finishArg>['entries']): Promise<readonly object[]> {
  const results: object[] = []
  for (const entry of entries) results.push(await finishOne(call, entry.cursor, entry.commit))
  return results
}

async function finishOne(call: Call, at: ReturnType<typeof cursor>, info: CommitInfo): Promise<object> {
  try {
    const session = findSession(call, at.session_id)
    if (!session.isClosed) throw new SessionFailure(tagged('not_closed'))
    checkEnd(session, at.offset)
    return { '.tag': 'success', ...(await commitSession(call, session.id, info)) }
  } catch (error) {
    const refused = endpointError(error)
    if (refused instanceof EndpointError) return { '.tag': 'failure', failure: refused.error }
    throw refused
  }
}

async function commitSession(call: Call, sessionId: string, info: CommitInfo): Promise<object> {
  const content = await joinPieces(call, findSession(call, sessionId))
  const file = commit(call, info, content)
  call.state.sessions.delete(sessionId)
  return fileMetadata(call.view, file)
}

const concurrentTags = new Set(['concurrent_session_missing_data'])

function endpointError(error: unknown): unknown {
  if (error instanceof WriteFailure) return new EndpointError(tagged('path', writeError(error)))
  if (!(error instanceof SessionFailure)) return error
  return new EndpointError(concurrentTags.has(error.error['.tag']) ? error.error : lookupFailed(error.error))
}

function lookupFailed(error: Tagged): Tagged {
  return tagged('lookup_failed', error)
}
