import { type CallOptions, type ContentHash, SyncError, asSyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from '../calls.ts'
import { contentHashOf } from '../content-hash-of.ts'
import { dropboxError } from '../dropbox-error.ts'
import { type Waiter, createLine } from '../pace/line.ts'
import { fieldsOf } from '../reply-fields.ts'
import { type Piece, isAppended, isLostSession, lostSession, startSession } from '../upload-session.ts'
import { entryError, outcomesOf } from './entry-outcome.ts'

/** The whole contents of a small file, of which the hash is known to be right. */
export interface SmallContents {
  readonly contents: Uint8Array<ArrayBuffer>
  readonly contentHash: ContentHash
}

/** Puts contents into a closed session of their own, ready to be committed. */
export type SendSmall = (file: SmallContents, turn: CallOptions) => Promise<files.UploadSessionCursor>

type Waiting = Waiter<SmallContents, files.UploadSessionCursor>

/** Files that go in one request. */
interface Bundle {
  readonly waiters: readonly Waiting[]
  readonly turn: CallOptions
}

const MOST_BYTES = 8 * 1024 * 1024
/** The argument is a header, and Dropbox does not say how long a header may be: 50 entries are some 6 kB. */
const MOST_FILES = 50
/** Together they start 1,000 sessions: Dropbox's maximum. */
const MOST_BUNDLES = 20
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
    const bundles: Bundle[] = []
    for (;;) {
      const { waiters, isFull } = nextBundle(line.waiting())
      if (waiters.length === 0 || (!isFull && underWay > 0)) break
      if (bundles.length === MOST_BUNDLES) {
        lookSoon()
        break
      }
      bundles.push({ waiters, turn: { signal: line.serve(waiters), priority: waiters[0]?.priority } })
      underWay += 1
    }
    for (const sending of send(calls, bundles)) {
      void sending.finally(() => {
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
    // Nothing to append is nothing that a batch would tell about.
    if (file.contents.byteLength === 0) return startSession(calls, pieceOf(file), turn)
    const cursor = line.wait(file, turn)
    lookSoon()
    return cursor
  }
}

function nextBundle(waiting: readonly Waiting[]): { readonly waiters: readonly Waiting[]; readonly isFull: boolean } {
  const waiters: Waiting[] = []
  let bytes = 0
  for (const waiter of waiting) {
    const size = waiter.asked.contents.byteLength
    if (waiters.length > 0 && bytes + size > MOST_BYTES) return { waiters, isFull: true }
    waiters.push(waiter)
    bytes += size
    if (waiters.length === MOST_FILES) return { waiters, isFull: true }
  }
  return { waiters, isFull: false }
}

/** Sends bundles side by side; their sessions are started together. */
function send(calls: Calls, bundles: readonly Bundle[]): readonly Promise<unknown>[] {
  const large = bundles.filter(({ waiters }) => waiters.length >= FEWEST_TOGETHER)
  const count = large.reduce((sum, { waiters }) => sum + waiters.length, 0)
  const [first] = large
  // Whoever gives up leaves sessions that nobody uses: that costs nothing, so the call goes on for the others.
  const sessions = first ? startSessions(calls, count, { priority: first.turn.priority }) : Promise.resolve([])
  let from = 0
  return bundles.map(({ waiters, turn }) => {
    if (waiters.length < FEWEST_TOGETHER) return Promise.all(waiters.map((waiter) => sendAlone(calls, waiter, turn)))
    const start = from
    from += waiters.length
    return ending(waiters, async () => {
      const sessionIds = (await sessions).slice(start, start + waiters.length)
      await sendTogether(calls, waiters, sessionIds, turn)
    })
  })
}

async function ending(waiters: readonly Waiting[], step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    for (const waiter of waiters) waiter.fail(asSyncError(error))
  }
}

function sendAlone(calls: Calls, waiter: Waiting, turn: CallOptions): Promise<void> {
  return ending([waiter], async () => waiter.go(await startSession(calls, pieceOf(waiter.asked), turn)))
}

function pieceOf({ contents, contentHash }: SmallContents): Piece {
  return { contents, content_hash: contentHash, close: true }
}

async function sendTogether(
  calls: Calls,
  bundle: readonly Waiting[],
  sessionIds: readonly string[],
  turn: CallOptions,
): Promise<void> {
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
