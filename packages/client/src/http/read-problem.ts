import { type ErrorCode, errorCodes } from '@twinfolder/protocol'

import { type ApiError, localError } from '../api-error.ts'

/** Reads an error answer. What is no problem document of ours becomes `unexpected_answer` with the status kept. */
export async function readProblem(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'))
  const base = {
    ...localError('unexpected_answer', `HTTP ${response.status}`),
    status: response.status,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  }
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return base
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null) return base
  const field = (name: string): unknown => Reflect.get(body, name)
  const text = (name: string): string | null => {
    const value = field(name)
    return typeof value === 'string' ? value : null
  }
  const number = (name: string): number | null => {
    const value = field(name)
    return typeof value === 'number' ? value : null
  }
  return {
    ...base,
    code: knownCode(text('code')) ?? 'unexpected_answer',
    detail: text('detail') ?? text('title'),
    requestId: text('requestId'),
    limitBytes: number('limitBytes'),
    retryAfterSeconds: number('retryAfterSeconds') ?? base.retryAfterSeconds,
  }
}

function knownCode(text: string | null): ErrorCode | null {
  return errorCodes.find((code) => code === text) ?? null
}
