import type { Instant, RecordKey } from '@twinfolder/core'

/**
 * Who asked, and so how urgent it is: a person waits (100), a webhook (50), a bulk run (10), a reconcile (0). What waits becomes
 * more urgent by one each minute, but never as urgent as a person.
 */
export const workPriority = { person: 100, webhook: 50, bulk: 10, reconcile: 0 } as const

/** Something to look at for a link: one record, or (`null`) whatever its feeds bring. */
export interface WorkRequest {
  readonly linkId: string
  readonly record: RecordKey | null
  readonly priority: number
  /** Not before then. @default now */
  readonly readyAt?: Instant | undefined
  /** Since when it has been waiting. @default now */
  readonly since?: Instant | undefined
  readonly bulkId?: string | undefined
}

/** One claimed piece of work. */
export interface WorkItem {
  readonly record: RecordKey | null
  /** How often it was asked for; a request during the pass makes a newer generation, which stays queued. */
  readonly generation: number
  readonly priority: number
  readonly attempts: number
  readonly bulkId: string | null
}

/** Another look at a link. */
export interface WorkAgain {
  readonly readyAt: Instant
  readonly priority: number
}

/** Names a claim. */
export interface ClaimKey {
  readonly linkId: string
  /** Another one for each claim. */
  readonly owner: string
}

/** The most urgent work of one link. While it is claimed nobody else gets work of that link. */
export interface WorkClaim extends ClaimKey {
  readonly items: readonly WorkItem[]
}

/**
 * Which records are wanted and how urgently. The same request twice is one row; nothing that is asked for during a pass is
 * lost. The engine's own lease (`SyncStore`) guards the writes; this only says what to do next.
 *
 * Each request tells all processes on the topic `work` of {@link PubSub}: with the link where a person waits, else with nothing.
 */
export interface WorkQueue {
  /** What waits after a failure is tried sooner for a person only. */
  request(requests: readonly WorkRequest[]): Promise<void>
  /**
   * The most urgent ready link with at most `limit` of its items, most urgent first; `null` when there is nothing. Of equally
   * urgent links the one that was served longest ago.
   */
  claim(
    owner: string,
    options: { readonly now: Instant; readonly until: Instant; readonly limit: number },
  ): Promise<WorkClaim | null>
  /** Prolongs a claim; `false` when it was lost. */
  heartbeat(claim: WorkClaim, until: Instant): Promise<boolean>
  /**
   * Ends the items that are done; the rest of the claim is ready again at once.
   *
   * @param again when the link is to be looked at again, at the latest: in the same step, as another worker may take the link the
   *   moment that it is given back, and must neither miss this nor be asked for another look by it
   */
  ack(claim: WorkClaim, done: readonly WorkItem[], again?: WorkAgain): Promise<void>
  /** Gives a claim back, to be tried again not before `notBefore`. */
  fail(claim: WorkClaim, notBefore: Instant): Promise<void>
  /**
   * Drops what waits for a link, or of that only what one bulk run alone asked for. What is claimed is not stopped by it.
   *
   * @returns the claims that have some of what was dropped
   */
  cancel(target: { readonly linkId: string; readonly bulkId?: string | undefined }): Promise<readonly ClaimKey[]>
  /** Whether a claim was not given back yet, nor taken over. */
  isHeld(claim: ClaimKey): Promise<boolean>
  /** How much there is, looked at no further than the first 100,000 rows: of more than that both are a part. */
  stats(): Promise<{ readonly waiting: number; readonly claimed: number }>
  /** Whether a record is waiting or claimed for a link. */
  isWanted(linkId: string, record: RecordKey): Promise<boolean>
}
