import { type Cancellation, SyncError } from '@twinfolder/core'

import { untilCancelled } from './cancellation.ts'
import { type RetryPolicy, backoffMs, pause } from './retry.ts'

/** A body on its way: its bytes from `offset` on. */
export interface PartialBody {
  readonly body: ReadableStream<Uint8Array>
  readonly offset: number
  /** Of the whole contents, if known; a body that ends before has broken. */
  readonly sizeBytes: number | null
}

/** How a body is read. */
export interface ResumedBody {
  readonly first: PartialBody
  /** Opens the same contents from `offset` on. An answer from the start serves, too. */
  readonly open: (offset: number) => Promise<PartialBody>
  /** A body that brings nothing for so long has broken. */
  readonly stallMs: number
  readonly signal: Cancellation | undefined
  readonly policy: RetryPolicy
}

const MOST_RESUMES = 5

/** All bytes of a body, continued where it broke. @throws `remote_unavailable` when it breaks again and again */
export async function* resumedBody(reading: ResumedBody): AsyncGenerator<Uint8Array> {
  const { first, open, policy, signal } = reading
  let part = first
  let seenBytes = 0
  for (let resumes = 0; ; resumes++) {
    const broken = yield* newBytes(part, seenBytes, reading, (bytes) => {
      seenBytes += bytes
    })
    if (broken === null && seenBytes >= (first.sizeBytes ?? 0)) return
    if (resumes >= MOST_RESUMES) {
      throw new SyncError('remote_unavailable', 'The download broke again and again. Try it again later.', {
        cause: broken ?? undefined,
      })
    }
    await pause(policy, backoffMs(resumes + 1, policy), signal)
    part = await open(seenBytes)
  }
}

/** What a part brings beyond `seenBytes`. Returns why it broke, or `null` at its end. */
async function* newBytes(
  { body, offset }: PartialBody,
  seenBytes: number,
  { stallMs, signal }: ResumedBody,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, unknown> {
  const reader = body.getReader()
  let skip = Math.max(0, seenBytes - offset)
  try {
    for (;;) {
      const next = await untilCancelled(within(stallMs, reader.read()), signal)
      if (next.done) return null
      const bytes = next.value.subarray(Math.min(skip, next.value.byteLength))
      skip -= next.value.byteLength - bytes.byteLength
      if (bytes.byteLength === 0) continue
      onBytes(bytes.byteLength)
      yield bytes
    }
  } catch (error) {
    if (error instanceof SyncError) throw error
    return error
  } finally {
    // Frees the connection, also when whoever reads the file stops in the middle.
    reader.cancel().catch(() => undefined)
  }
}

async function within<T>(ms: number, step: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Dropbox sent nothing for ${ms} ms.`)), ms)
  })
  try {
    return await Promise.race([step, late])
  } finally {
    clearTimeout(timer)
  }
}
