import { isFields } from './reply-fields.ts'

/**
 * How long Dropbox asks us to wait: the longer of the `Retry-After` header (seconds or a date) and `retry_after` in the
 * body. `null` when it says neither, as many 429 do.
 */
export function retryAfterMs(header: string | null, body: unknown, nowMs: number): number | null {
  const waits = [headerMs(header, nowMs), bodyMs(body)].filter((ms) => ms !== null)
  return waits.length === 0 ? null : Math.max(...waits)
}

function headerMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}

function bodyMs(body: unknown): number | null {
  if (!isFields(body)) return null
  const inner = isFields(body['error']) ? body['error']['retry_after'] : undefined
  const seconds = inner ?? body['retry_after']
  return typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * 1000) : null
}
