import {
  IDEMPOTENCY_HEADER,
  type JsonOperationId,
  type OperationInput,
  type OperationOutput,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  route,
} from '@twinfolder/protocol'

import { localError } from '../api-error.ts'
import type { AdapterCallOptions, AdapterResult } from '../sync-adapter.ts'

/** Where and how to send requests. */
export interface HttpTarget {
  readonly baseUrl: string
  readonly fetch: typeof fetch
  readonly headers: () => Promise<Readonly<Record<string, string>>>
  /** @default same-origin */
  readonly credentials?: RequestCredentials | undefined
}

/** Sends one operation as JSON and reads its answer. */
export async function callOperation<Op extends JsonOperationId>(
  target: HttpTarget,
  operation: Op,
  input: OperationInput<Op>,
  options: AdapterCallOptions,
): Promise<AdapterResult<OperationOutput<Op>>> {
  const parts = input as { readonly path?: object; readonly query?: object; readonly body?: unknown }
  const { method, path } = route(operation)
  return answerOf(
    async () =>
      target.fetch(operationUrl(target.baseUrl, path, parts.path, parts.query), {
        method,
        headers: {
          accept: 'application/json',
          [PROTOCOL_HEADER]: PROTOCOL_VERSION,
          ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.idempotencyKey !== undefined && { [IDEMPOTENCY_HEADER]: options.idempotencyKey }),
          ...(await target.headers()),
        },
        credentials: target.credentials ?? 'same-origin',
        body: parts.body === undefined ? null : JSON.stringify(parts.body),
        signal: options.signal ?? null,
      }),
    options.signal,
  )
}

/** Turns a JSON response, or the lack of one, into a result. Checks version and content type. */
export function answerOf<Value>(
  send: () => Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<AdapterResult<Value>> {
  return resultOf(send, signal, async (response) => {
    if (!response.headers.get('content-type')?.startsWith('application/json')) {
      return { ok: false, error: { ...localError('unexpected_answer', 'No JSON.'), status: response.status } }
    }
    const value: Value = await response.json()
    return { ok: true, value }
  })
}

/** Turns a response, or the lack of one, into a result. Checks the version; `read` sees answers that are no problem. */
export async function resultOf<Value>(
  send: () => Promise<Response>,
  signal: AbortSignal | undefined,
  read: (response: Response) => Promise<AdapterResult<Value>>,
): Promise<AdapterResult<Value>> {
  try {
    const response = await send()
    if (!response.ok) {
      // Most pages never need it.
      const { readProblem } = await import('./read-problem.ts')
      return { ok: false, error: await readProblem(response) }
    }
    const version = response.headers.get(PROTOCOL_HEADER)
    if (version !== PROTOCOL_VERSION) {
      const detail = `Protocol version ${version ?? 'none'}, not ${PROTOCOL_VERSION}.`
      return { ok: false, error: { ...localError('protocol_mismatch', detail), status: response.status } }
    }
    return await read(response)
  } catch (error) {
    if (signal?.aborted) return { ok: false, error: localError('aborted') }
    const detail = error instanceof Error ? error.message : null
    return { ok: false, error: localError(error instanceof SyntaxError ? 'unexpected_answer' : 'network', detail) }
  }
}

/** The address of an operation with its path and query filled in. */
export function operationUrl(baseUrl: string, template: string, path: object = {}, query: object = {}): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(path, name))),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return `${baseUrl.replace(/\/$/, '')}${filled}${text ? `?${text}` : ''}`
}
