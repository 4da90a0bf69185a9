import type { KeptAnswer } from '../../ports/request-store.ts'
import type { Json } from './columns.ts'

/** A request with an idempotency key. */
export interface IdempotentRequestTable {
  readonly key: string
  readonly fingerprint: string
  /** `null` while it is carried out. */
  readonly answer: Json<KeptAnswer> | null
  readonly stale_at: Date
  readonly expires_at: Date
}

/** How much of something may still be asked for, and whether the last one got it. */
export interface RateBucketTable {
  readonly bucket: string
  readonly tokens: number
  readonly is_taken: boolean
  readonly at: Date
}
