import { epochMsOf } from '@twinfolder/core'

import type { KeptAnswer, RequestStore } from '../ports/request-store.ts'

interface Row {
  readonly fingerprint: string
  readonly staleAtMs: number
  readonly expiresAtMs: number
  readonly answer: KeptAnswer | null
}

/** More buckets than this at a time, and the one that was used longest ago starts anew. */
const REMEMBERED_BUCKETS = 10_000

/** A {@link RequestStore} in memory. */
export function memoryRequestStore(): RequestStore {
  const rows = new Map<string, Row>()
  const buckets = new Map<string, { readonly left: number; readonly atMs: number }>()
  return {
    async claim(key, fingerprint, times) {
      const nowMs = epochMsOf(times.now)
      for (const [known, { expiresAtMs }] of rows) {
        // They are in the order of their ends, as every key is kept equally long.
        if (expiresAtMs > nowMs) break
        rows.delete(known)
      }
      const known = rows.get(key)
      if (known?.answer) return { state: 'answered', fingerprint: known.fingerprint, answer: known.answer }
      if (known && known.staleAtMs > nowMs) return { state: 'running', fingerprint: known.fingerprint }
      rows.delete(key)
      const [staleAtMs, expiresAtMs] = [epochMsOf(times.staleAt), epochMsOf(times.expiresAt)]
      rows.set(key, { fingerprint, staleAtMs, expiresAtMs, answer: null })
      return { state: 'claimed' }
    },
    async answer(key, answer) {
      const row = rows.get(key)
      if (row) rows.set(key, { ...row, answer })
    },
    async release(key) {
      if (rows.get(key)?.answer === null) rows.delete(key)
    },
    async take(bucket, { burst, perSecond }, now) {
      const nowMs = epochMsOf(now)
      const { left, atMs } = buckets.get(bucket) ?? { left: burst, atMs: nowMs }
      const filled = Math.min(burst, left + (Math.max(0, nowMs - atMs) / 1000) * perSecond)
      buckets.delete(bucket)
      buckets.set(bucket, { left: filled >= 1 ? filled - 1 : filled, atMs: Math.max(nowMs, atMs) })
      if (buckets.size > REMEMBERED_BUCKETS) buckets.delete(buckets.keys().next().value ?? '')
      return filled >= 1
    },
  }
}
