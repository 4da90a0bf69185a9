import { type CallOptions, type ContentHash, SyncError, asSyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from '../calls.ts'
import { contentHashOf } from '../content-hash-of.ts'
import { dropboxError } from '../dropbox-error.ts'
import { type Waiter, createLine } from '../pace/line.ts'
import { fieldsOf } from '../reply-fields.ts'
import { isAppended, isLostSession, lostSession, startSession } from '../upload-session.ts'
import { entryError, outcomesOf } from './entry-outcome.ts'

/** The whole contents of a small file, of which the hash is known to be right. */
export interface SmallContents {
  readonly contents: Uint8Array<ArrayBuffer>
  readonly contentHash: ContentHash
}

/** Puts contents into a closed session of their own, ready to be committed. */
export type SendSmall = (file: SmallContents, turn: CallOptions) => Promise<files.UploadSessionCursor>

type Waiting = Waiter<SmallContents, files.UploadSessionCursor>

const MOST_BYTES = 8 * 1024 * 1024
/** The argument is a header, and Dropbox does not say how long a header may be: 50 entries are some 6 kB. */
const MOST_FILES = 50
/** Fewer are faster one by one, side by side: that is one round trip instead of two. */
const FEWEST_TOGETHER = 8

/**
 * Gathers small files, as each request counts and takes a round trip. What fills a request leaves at once; what does not waits
 * only while another one is under way (Nagle's rule), so that no file waits for nothing.
 */
export function smallSessions(calls: Calls): SendSmall {
  const line = createLine<SmallContents, files.UploadSessionCursor>(calls.policy.clock)
  let underWay = 0
  let isLooking = false

  const look = (): void => {
    isLooking = false
    for (;;) {
      const { bundle, isFull } = nextBundle(line.waiting())
      if (bundle.length === 0 || (!isFull && underWay > 0)) return
      const turn = { signal: line.serve(bundle), priority: bundle[0]?.priority }
      underWay += 1
      void send(calls, bundle, turn).finally(() => {
        underWay -= 1
        lookSoon()
      })
    }
  }
  /** One turn of the event loop later, so that those who come at the same moment go together. */
  const lookSoon = (): void => {
    if (isLooking) return
    isLooking = true
    setTimeout(look, 0)
  }
  return (file, turn) => {
    const cursor = line.wait(file, turn)
    lookSoon()
    return cursor
  }
}

function nextBundle(waiting: readonly Waiting[]): { readonly bundle: readonly Waiting[]; readonly isFull: boolean } {
  const bundle: Waiting[] = []
  let bytes = 0
  for (const waiter of waiting) {
    const size = waiter.asked.contents.byteLength
    if (bundle.length > 0 && bytes + size > MOST_BYTES) return { bundle, isFull: true }
    bundle.push(waiter)
    bytes += size
    if (bundle.length === MOST_FILES) return { bundle, isFull: true }
  }
  return { bundle, isFull: false }
}

async function send(calls: Calls, bundle: readonly Waiting[], turn: CallOptions): Promise<void> {
  // Nothing to append is nothing that a batch would tell about.
  const lone = bundle.filter(({ asked }) => bundle.length < FEWEST_TOGETHER || asked.contents.byteLength === 0)
  const together = bundle.filter((waiter) => !lone.includes(waiter))
  await Promise.all([
    ...lone.map((waiter) => ending([waiter], async () => waiter.go(await sendAlone(calls, waiter.asked, turn)))),
    ...(together.length > 0 ? [ending(together, () => sendTogether(calls, together, turn))] : []),
  ])
}

async function ending(waiters: readonly Waiting[], step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    for (const waiter of waiters) waiter.fail(asSyncError(error))
  }
}

function sendAlone(
  calls: Calls,
  { contents, contentHash }: SmallContents,
  turn: CallOptions,
): Promise<files.UploadSessionCursor> {
  return startSession(calls, { contents, content_hash: contentHash, close: true }, turn)
}

async function sendTogether(calls: Calls, bundle: readonly Waiting[], turn: CallOptions): Promise<void> {
  const sessionIds = await startSessions(calls, bundle.length, turn)
  const contents = joined(bundle.map(({ asked }) => asked.contents))
  const entries = bundle.map(({ asked }, index) => ({
    cursor: { session_id: sessionIds[index] ?? '', offset: 0 },
    length: asked.contents.byteLength,
    close: true,
  }))
  const content_hash = await contentHashOf(contents)
  const outcomes = await calls.sdk(
    'files/upload_session/append_batch',
    async (dropbox, options) => {
      const arg = { entries, content_hash, contents }
      return outcomesOf((await dropbox.filesUploadSessionAppendBatch(arg, options)).result, () => null)
    },
    turn,
  )
  bundle.forEach((waiter, index) => {
    const outcome = outcomes[index] ?? { error: entryError(null) }
    const { byteLength: offset } = waiter.asked.contents
    const cursor = { session_id: sessionIds[index] ?? '', offset }
    if ('result' in outcome) return waiter.go(cursor)
    const error = dropboxError(outcome.error, 'files/upload_session/append_batch', calls.policy.clock.now())
    if (isAppended(error, { close: true }, offset)) waiter.go(cursor)
    else waiter.fail(isLostSession(error) ? lostSession(error) : error)
  })
}

/** Repeated without a look: a session without a commit is forgotten after seven days. */
function startSessions(calls: Calls, count: number, turn: CallOptions): Promise<readonly string[]> {
  return calls.sdk(
    'files/upload_session/start_batch',
    async (dropbox, options) => {
      const { result } = await dropbox.filesUploadSessionStartBatch({ num_sessions: count }, options)
      const ids: unknown = fieldsOf(result, 'sessions')['session_ids']
      const known = Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
      if (known.length < count) throw new SyncError('unexpected', 'Dropbox started fewer sessions than were asked for.')
      return known
    },
    turn,
  )
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
