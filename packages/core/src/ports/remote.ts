import type { OpenBytes, ByteStream } from '../domain/byte-stream.ts'
import type { ContentHash } from '../domain/content-hash.ts'
import type { Instant } from '../domain/instant.ts'
import type { Secret } from '../domain/secret.ts'
import type { PathLower, RemoteId, RemotePath, Revision } from '../domain/remote-path.ts'
import type { Cancellation } from './cancellation.ts'

/** A file in the remote. */
export interface RemoteFile {
  readonly kind: 'file'
  readonly id: RemoteId
  /** As a person sees it; only the last component is sure to be cased right. */
  readonly path: RemotePath
  /** The key: the remote's own lowercase form, always taken from a reply, never computed. */
  readonly pathLower: PathLower
  readonly name: string
  readonly revision: Revision
  /** `null` for what has no bytes of its own, e.g. a Paper document. */
  readonly contentHash: ContentHash | null
  readonly sizeBytes: number
  /** `false` for Paper documents, Google Docs links and symbolic links: shown, never downloaded. */
  readonly downloadable: boolean
  /** When the remote stored this content. Display only, never compared (`docs/sync-rules.md` S2). */
  readonly modifiedAt: Instant
}

/** A folder in the remote. */
export interface RemoteFolder {
  readonly kind: 'folder'
  readonly id: RemoteId
  readonly path: RemotePath
  readonly pathLower: PathLower
  readonly name: string
}

/** A file or folder in the remote. */
export type RemoteEntry = RemoteFile | RemoteFolder

/** Something is gone: the path and everything below it. The remote does not say what it was. */
export interface RemoteDeletion {
  readonly kind: 'deleted'
  readonly pathLower: PathLower
}

/** One change of a feed. Applying all changes in the given order yields the remote's state. */
export type RemoteChange = RemoteEntry | RemoteDeletion

/** A page of the change feed. */
export interface RemoteChangePage {
  readonly changes: readonly RemoteChange[]
  /** Where to go on. New on every page, also on an empty one; store it with the page in one transaction. */
  readonly cursor: string
  readonly hasMore: boolean
}

/** Who and what the linked account is. */
export interface RemoteAccount {
  readonly accountId: string
  readonly email: string
  readonly displayName: string
  readonly firstName: string
  readonly locale: string | null
  /** What the remote calls the account, e.g. `basic`, `pro`, `business`. It never names the plan. */
  readonly accountType: string
  /** Bytes; `allocatedBytes` is `null` when the remote did not say. */
  readonly quota: { readonly usedBytes: number; readonly allocatedBytes: number | null; readonly isTeam: boolean }
}

/** On what condition an upload may write. */
export type UploadPrecondition =
  /** Only if nothing is there. */
  | { readonly type: 'add' }
  /** Only over this revision, and only while it is the current one. */
  | { readonly type: 'update'; readonly revision: Revision }

/** What to upload, where, and on what condition. */
export interface UploadRequest {
  readonly path: RemotePath
  readonly open: OpenBytes
  readonly sizeBytes: number
  /** The remote refuses other bytes, so a file that changes while it is read is never stored (C71). */
  readonly contentHash: ContentHash
  readonly precondition: UploadPrecondition
  /** Called with the bytes sent so far, never more than a few times a second. */
  readonly onProgress?: ((sentBytes: number) => void) | undefined
}

/**
 * Why a call is made, most urgent first: a person waits for it, the remote told of a change, it is one of many, or nobody asked.
 * Where calls have to queue, the more urgent go first; one that has waited long is not passed over for ever.
 */
export type CallPriority = 'person' | 'webhook' | 'bulk' | 'reconcile'

/** How a call is made. */
export interface CallOptions {
  readonly signal?: Cancellation | undefined
  /** @default 'person' */
  readonly priority?: CallPriority | undefined
}

/**
 * How many calls of a kind a remote can make use of at a time. More than that only wait; fewer keep it from gathering writes into
 * batches.
 */
export interface RemoteLanes {
  readonly downloads: number
  readonly uploads: number
  readonly deletions: number
  readonly folders: number
}

/** What became of waiting for a change. */
export interface ChangeNotice {
  /** Whether there may be something new after the cursor. A feed that then gives nothing is no mistake. */
  readonly changed: boolean
  /** How long the remote asks to be left alone before the next wait, in ms. */
  readonly backoffMs: number
}

/**
 * One user's storage account, seen through one app folder: paths are relative to the app folder.
 *
 * Every write is conditional and never renames by itself. A failed condition is `SyncError('precondition_failed')`:
 * make a point read and plan again. A lost reply is `remote_unavailable`: the write may have happened. All methods throw
 * {@link SyncError} only.
 */
export interface Remote {
  /** What callers with much to do should offer at once. @default one call of a kind at a time, and 4 transfers */
  readonly lanes?: RemoteLanes | undefined
  /** @throws `link_revoked` when the authorization is gone. */
  account(options?: CallOptions): Promise<RemoteAccount>
  /**
   * One page of changes since `cursor`; `null` starts a full recursive listing.
   * @throws `cursor_reset` when the cursor is lost: list anew into a new mirror generation.
   */
  changes(cursor: string | null, options?: CallOptions): Promise<RemoteChangePage>
  /**
   * Resolves when there is something after `cursor`, or when about `timeoutSeconds` are over.
   * @throws `cursor_reset` when the cursor is lost
   */
  waitForChange(
    cursor: string,
    options?: CallOptions & { readonly timeoutSeconds?: number | undefined },
  ): Promise<ChangeNotice>
  /** A point read by path or id; `null` when nothing is there. */
  get(target: RemotePath | RemoteId, options?: CallOptions): Promise<RemoteEntry | null>
  /**
   * The contents of exactly this revision.
   * @throws `not_found`, `not_downloadable`; the stream throws `hash_mismatch` at its end if bytes were damaged.
   */
  download(
    file: { readonly revision: Revision; readonly contentHash: ContentHash | null },
    options?: CallOptions,
  ): Promise<ByteStream>
  /** Writes one file. @throws `precondition_failed`, `hash_mismatch`, `name_refused`, `insufficient_space`, … */
  upload(request: UploadRequest, options?: CallOptions): Promise<RemoteFile>
  /** Deletes a file if `revision` is its current one. Already gone is a success: `'missing'`. @throws `precondition_failed` */
  deleteFile(
    file: { readonly path: RemotePath; readonly revision: Revision },
    options?: CallOptions,
  ): Promise<'deleted' | 'missing'>
  /** Moves a file or folder to a free path. @throws `not_found`, `precondition_failed` when something is at `to`. */
  move(from: RemotePath, to: RemotePath, options?: CallOptions): Promise<RemoteEntry>
  /**
   * Brings a deleted file back as it was at a revision.
   * @throws `not_found` when the revision is not kept (any longer), `precondition_failed` when something is at the path.
   */
  restore(file: { readonly path: RemotePath; readonly revision: Revision }, options?: CallOptions): Promise<RemoteFile>
  /** Creates a folder with its parents. An existing folder is returned. @throws `precondition_failed` if a file is there. */
  createFolder(path: RemotePath, options?: CallOptions): Promise<RemoteFolder>
}

/** What a user granted. Keep the refresh token in a vault; it never reaches a browser or a log. */
export interface RemoteGrant {
  readonly accountId: string
  readonly refreshToken: Secret
  readonly scopes: readonly string[]
}

/**
 * A storage service to link accounts of: authorization, webhooks, and a {@link Remote} for each grant.
 * `@twinfolder/dropbox` is one; the app passes it to the server.
 */
export interface RemoteProvider {
  /** Stored with each link, e.g. `dropbox`. */
  readonly id: string
  /** What the operator should know about how it is set up, e.g. that more is asked of users than is needed (X12). @default none */
  readonly warnings?: readonly string[] | undefined
  /** The address of the consent page: authorization code with PKCE (S256), without an app secret. */
  authorizeUrl(request: {
    readonly redirectUri: string
    readonly state: string
    readonly codeChallenge: string
    readonly locale?: string | undefined
    /** Signs the browser out first, for "use another account". */
    readonly forceReauthentication?: boolean | undefined
  }): string
  /** @throws `state_invalid` when the code is unknown, used or expired; `app_user_limit`, `remote_unavailable`. */
  exchangeCode(
    request: { readonly code: string; readonly redirectUri: string; readonly codeVerifier: Secret },
    options?: CallOptions,
  ): Promise<RemoteGrant>
  /**
   * The account behind a grant. Keep the object as long as the link is in use: it refreshes its access token and finds its pace
   * itself.
   */
  connect(grant: { readonly refreshToken: Secret }): Remote
  /** Ends the authorization at the remote. An authorization that is already gone is a success. */
  revoke(grant: { readonly refreshToken: Secret }, options?: CallOptions): Promise<void>
  /**
   * The accounts that a webhook call is about; `null` when the signature is wrong or there is no secret to check it with.
   * Constant time; `body` is the raw body.
   */
  verifyWebhook(body: Uint8Array<ArrayBuffer>, signature: string | null): Promise<readonly string[] | null>
}
