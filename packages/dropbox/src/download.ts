import {
  type ByteStream,
  type CallOptions,
  type Cancellation,
  type ContentHash,
  type Revision,
  SyncError,
  contentHash,
} from '@twinfolder/core'
import { DropboxResponseError } from 'dropbox'

import type { Calls } from './calls.ts'
import { abortSignalOf } from './cancellation.ts'
import { streamHasher } from './content-hash-of.ts'
import { type PartialBody, resumedBody } from './resumed-body.ts'
import { type Fields, isFields, textOrNull } from './reply-fields.ts'
import type { Transport } from './transport.ts'

const DOWNLOAD_URL = 'https://content.dropboxapi.com/2/files/download'

/**
 * Streams one revision. A request of our own: the SDK keeps the whole file in memory. A body that breaks is continued
 * with a range of the same revision (C72); the hash of all bytes is compared at the end.
 */
export async function download(
  calls: Calls,
  file: { readonly revision: Revision; readonly contentHash: ContentHash | null },
  stallMs: number,
  turn: CallOptions,
): Promise<ByteStream> {
  const { signal } = turn
  const open = (offset: number): Promise<Opened> =>
    calls.stream('files/download', (send) => request(send, file.revision, offset, signal), turn)
  const first = await open(0)
  const body = resumedBody({ first, open, stallMs, signal, policy: calls.policy })
  return verified(body, file.contentHash ?? first.contentHash)
}

interface Opened extends PartialBody {
  readonly contentHash: ContentHash | null
}

async function request(
  send: Transport,
  revision: Revision,
  offset: number,
  signal: Cancellation | undefined,
): Promise<Opened> {
  const headers = new Headers({ 'Dropbox-API-Arg': headerJson({ path: `rev:${revision}` }) })
  if (offset > 0) headers.set('Range', `bytes=${offset}-`)
  const response = await send(
    DOWNLOAD_URL,
    { method: 'POST', headers, signal: abortSignalOf(signal) ?? null },
    'stream',
  )
  if (!response.ok) throw await refusal(response)
  return openedBody(response, offset)
}

/** An error status as the SDK throws it, so that one translation serves both. */
async function refusal(response: Response): Promise<unknown> {
  const text = await response.text()
  return new DropboxResponseError(response.status, response.headers, parsed(text) ?? text)
}

function openedBody({ status, headers, body }: Response, asked: number): Opened {
  const file = parsed(headers.get('dropbox-api-result') ?? '')
  const size = isFields(file) ? file['size'] : undefined
  const hash = isFields(file) ? textOrNull(file, 'content_hash') : null
  const range = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')
  return {
    body: body ?? new Blob([]).stream(),
    // A page may not be allowed to read the range; 206 is then the one that was asked for.
    offset: status === 206 ? Number(range?.[1] ?? asked) : 0,
    sizeBytes: typeof size === 'number' ? size : null,
    contentHash: hash === null ? null : contentHash(hash),
  }
}

async function* verified(bytes: ByteStream, expected: ContentHash | null): AsyncGenerator<Uint8Array> {
  const hasher = streamHasher()
  for await (const chunk of bytes) {
    await hasher.update(chunk)
    yield chunk
  }
  const { hash } = await hasher.digest()
  if (expected !== null && hash !== expected) {
    throw new SyncError('hash_mismatch', 'The download is damaged: its content hash is wrong. Download it again.')
  }
}

/** JSON that fits into a header: everything outside ASCII, and DEL, as `\uXXXX`. */
function headerJson(value: Fields): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
