import type { Instant, SyncErrorCode, UserKey } from '@twinfolder/core'

/** A linking under way: created by `beginLink`, taken once by the callback. */
export interface LinkAttempt {
  /** SHA-256 of `state`: the state itself is only in the browser's address. */
  readonly stateHash: string
  readonly user: UserKey
  /** The user's session at the beginning; another one is refused (X3). */
  readonly sessionHash: string
  /** Sealed by the vault. */
  readonly codeVerifier: string
  readonly mode: 'popup' | 'redirect'
  readonly returnTo: string
  readonly expiresAt: Instant
}

/** Why the user's last linking was refused, until they try again. */
export interface LinkRefusal {
  readonly code: 'account_unsupported' | 'account_already_linked' | 'app_user_limit'
  readonly reported: string
}

/** The grant of a link, sealed by the vault. */
export interface StoredGrant {
  readonly linkId: string
  readonly sealedRefreshToken: string
}

/** What an upload made, and what tells whether another one with its key is the same (X53). */
export interface RememberedUpload {
  readonly fileId: string
  /** Of place, name and contents; `null` where the host has no hashes. */
  readonly fingerprint: string | null
}

/** What linking needs to remember. Sealed texts come from the vault and are opaque here. */
export interface LinkStore {
  putAttempt(attempt: LinkAttempt): Promise<void>
  /** Takes an attempt, once: a second call for the same state gets `null` (X2). */
  takeAttempt(stateHash: string): Promise<LinkAttempt | null>
  /** Reads without taking, to choose how the callback page behaves. */
  peekAttempt(stateHash: string): Promise<LinkAttempt | null>
  putGrant(linkId: string, sealedRefreshToken: string): Promise<void>
  getGrant(linkId: string): Promise<string | null>
  deleteGrant(linkId: string): Promise<void>
  /** Grants in the order of their links' ids, behind `after`: to seal them with another key. */
  grants(page: { readonly after: string | null; readonly limit: number }): Promise<readonly StoredGrant[]>
  /** Puts another sealed text in the place of this one; `false`, and nothing is done, when it is not there any more. */
  replaceGrant(stored: StoredGrant, sealedRefreshToken: string): Promise<boolean>
  setRefusal(user: UserKey, refusal: LinkRefusal | null): Promise<void>
  getRefusal(user: UserKey): Promise<LinkRefusal | null>
  /**
   * The remote of a link was read to its end, beginning at `at`, and is to be looked at again at `lookAt`. An earlier `at` changes
   * nothing.
   */
  noteChecked(linkId: string, at: Instant, lookAt: Instant): Promise<void>
  /** When that was last; `null` for never. */
  checkedAt(linkId: string): Promise<Instant | null>
  /** Remembers what an upload with this key made, for 24 hours. */
  rememberUpload(scope: string, idempotencyKey: string, made: RememberedUpload, until: Instant): Promise<void>
  rememberedUpload(scope: string, idempotencyKey: string, now: Instant): Promise<RememberedUpload | null>
  /** Links that are to be looked at by now, longest due first. */
  dueLooks(now: Instant, limit: number): Promise<readonly string[]>
  /** When a link is to be looked at next; `null` for not by itself. */
  setLook(linkId: string, lookAt: Instant | null): Promise<void>
  /** Why the last pass of a link could not go on, as long as that lasts: what "waiting" waits for. */
  setTrouble(linkId: string, code: SyncErrorCode | null): Promise<void>
  troubleOf(linkId: string): Promise<SyncErrorCode | null>
}
