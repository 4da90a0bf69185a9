import { modules } from '@twinfolder/core'

import { errorCodes, reasonCodes } from '../error-codes.ts'
import { z } from './zod.ts'

const instant = z.string().openapi({ format: 'date-time', description: 'UTC ISO text.' })
const sizeBytes = z.int().min(0)
/** `.nullable()` on a named schema would make the name itself nullable. */
const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])

export const Module = z.enum(modules).openapi('Module')
export const ReasonCode = z.enum(reasonCodes as [string, ...string[]]).openapi('ReasonCode')
export const ErrorCode = z.enum(errorCodes as unknown as [string, ...string[]]).openapi('ErrorCode')

export const RecordRef = z.object({ module: Module, id: z.string().min(1).max(200) }).openapi('RecordRef')

export const Folder = z
  .array(z.string().min(1).max(255))
  .max(100)
  .openapi('Folder', { description: "Names from the record's root; the root is the empty list." })

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: ErrorCode,
    detail: z.string().nullable(),
    requestId: z.string(),
    /** The limit that was broken, in bytes. */
    limitBytes: z.int().nullable().optional(),
    retryAfterSeconds: z.number().nullable().optional(),
  })
  .openapi('Problem')

export const Account = z
  .object({ email: z.string(), name: z.string(), type: z.string() })
  .openapi('Account', { description: 'The linked account, as Dropbox reports it.' })

const anyConnection = {
  /** How the app folder is shown, e.g. `Apps/Demo CRM`. */
  appFolder: z.string(),
  /** Which accounts are refused; the card says so before linking. */
  accountPolicy: z.enum(['refuseProfessional', 'refuseAllIndividualPaid', 'acceptEveryAccount', 'custom']),
}
export const Connection = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('none'), ...anyConnection }).openapi('ConnectionNone'),
    z
      .object({
        state: z.literal('linked'),
        ...anyConnection,
        account: Account,
        since: instant,
        health: z.enum(['ok', 'waiting', 'paused', 'held']),
        blockedUntil: instant.nullable(),
        lastOkAt: instant.nullable(),
        records: z.int(),
        /** So many files were gone from Dropbox at once that nothing follows from it before the user answers. */
        hold: orNull(z.object({ vanished: z.int() })),
      })
      .openapi('ConnectionLinked'),
    z
      .object({ state: z.literal('reconnect'), ...anyConnection, account: Account, since: instant })
      .openapi('ConnectionReconnect'),
    z
      .object({
        state: z.literal('refused'),
        ...anyConnection,
        code: ReasonCode,
        /** What Dropbox reported, e.g. `pro, 3 TB`. */
        reported: z.string(),
      })
      .openapi('ConnectionRefused'),
  ])
  .openapi('Connection')

export const MissingRight = z
  .object({ code: z.string(), label: z.string(), howTo: z.string().nullable() })
  .openapi('MissingRight')

export const RecordSync = z
  .object({
    link: z.enum(['none', 'linking', 'linked', 'reconnect', 'refused']),
    phase: z.enum(['notEnrolled', 'waiting', 'syncing', 'settled', 'paused', 'held', 'folderMissing', 'stopped']),
    progress: z.object({ done: z.int(), total: z.int(), bytes: z.int() }).nullable(),
    direction: z.enum(['both', 'toDropbox']),
    missing: z.array(MissingRight),
    attention: z.int(),
    /** Files that were removed in Dropbox and kept here. */
    detached: z.int(),
    /** Deletions that wait for a person before they reach Dropbox. */
    held: z.int(),
    /** Files with two versions to decide on. */
    conflicts: z.int(),
    lastSettledAt: instant.nullable(),
    /** When Dropbox was last read to its end for this user, also when nothing had changed; `null` when that is not known. */
    checkedAt: instant.nullable(),
  })
  .openapi('RecordSync')

export const FileSync = z
  .object({
    state: z.enum([
      'synced',
      'waiting',
      'uploading',
      'downloading',
      'onlyInHost',
      'onlyInDropbox',
      'conflict',
      'held',
      'blocked',
      'failed',
    ]),
    code: orNull(ReasonCode),
    retryAt: instant.nullable(),
  })
  .openapi('FileSync')

export const FileEntry = z
  .object({
    kind: z.literal('file'),
    id: z.string(),
    name: z.string(),
    folder: Folder,
    sizeBytes,
    mediaType: z.string(),
    version: z.string(),
    updatedAt: instant,
    updatedBy: z.string().nullable(),
    /** `remote`: it came from Dropbox. */
    via: z.enum(['host', 'remote']),
    /** `null` while the record is not enrolled by this user. */
    sync: orNull(FileSync),
    /** First names of those who have a copy in their Dropbox. */
    copies: z.array(z.string()),
  })
  .openapi('FileEntry')

/** What can be listed alone: `attention` is everything that needs a person, `waiting` everything that goes on by itself. */
export const FileStateFilter = z
  .enum(['attention', 'waiting', 'onlyInHost', 'onlyInDropbox', 'synced'])
  .openapi('FileStateFilter')

/** Contents that a file has or had. */
export const FileVersion = z
  .object({
    version: z.string(),
    sizeBytes,
    updatedAt: instant,
    updatedBy: z.string().nullable(),
    via: z.enum(['host', 'remote']),
    isCurrent: z.boolean(),
  })
  .openapi('FileVersion')

/** A file in somebody's Dropbox. Of others only who they are is told. */
export const FileCopy = z
  .object({
    firstName: z.string(),
    isMine: z.boolean(),
    /** Where it is in one's own Dropbox. */
    path: z.string().nullable(),
    /** Where its folder opens at Dropbox; only one's own. */
    url: z.string().nullable(),
    /** `present`: it is there and followed. `removed`: it was removed there. `left`: it was there when synchronising stopped. */
    state: z.enum(['present', 'removed', 'left']),
  })
  .openapi('FileCopy')

export const FileDetails = z
  .object({
    file: FileEntry,
    /** Dropbox's content hash: 64 lowercase hex digits; `null` where the host has none. */
    contentHash: z.string().nullable(),
    /** `null` where the host does not know. */
    createdAt: instant.nullable(),
    createdBy: z.string().nullable(),
    /** Newest first, at most a hundred; the present one alone where the host keeps no others. */
    versions: z.array(FileVersion),
    copies: z.array(FileCopy),
  })
  .openapi('FileDetails')

export const FolderEntry = z
  .object({ kind: z.literal('folder'), name: z.string(), folder: Folder, fileCount: z.int().nullable() })
  .openapi('FolderEntry')

/** A file that is only in Dropbox, with the reason why it did not come in, or has not gone yet. */
export const RemoteOnlyEntry = z
  .object({
    kind: z.literal('remoteOnly'),
    /** The id that it had here, for a deletion that is held; else `null`. */
    fileId: z.string().nullable(),
    name: z.string(),
    folder: Folder,
    sync: FileSync,
  })
  .openapi('RemoteOnlyEntry')

export const FilePage = z
  .object({
    entries: z.array(z.discriminatedUnion('kind', [FileEntry, FolderEntry])),
    /** `null` where the host cannot count. */
    total: z.int().nullable(),
    offset: z.int(),
    remoteOnly: z.array(RemoteOnlyEntry),
  })
  .openapi('FilePage')

export const RecordView = z
  .object({
    record: RecordRef,
    name: z.string().nullable(),
    number: z.string().nullable(),
    sync: RecordSync,
    access: z.object({ read: z.boolean(), write: z.boolean(), missing: z.array(MissingRight) }),
    capabilities: z.object({
      upload: z.boolean(),
      rename: z.boolean(),
      move: z.boolean(),
      trash: z.boolean(),
      folders: z.enum(['none', 'flat', 'nested']),
      emptyFolders: z.boolean(),
      /** Whether old versions can be read and made current again. */
      versions: z.boolean(),
      /** Whether files can be found by their contents. */
      findByHash: z.boolean(),
    }),
    maxFileBytes: z.int(),
    /** Where the record's folder opens at Dropbox; `null` before it exists. */
    remoteFolderUrl: z.string().nullable(),
    /** Why a record that waits does not go on, e.g. Dropbox does not answer; `null` while it is only its turn. */
    waitingFor: orNull(ReasonCode),
    /** First names of the others who synchronise this record. */
    alsoSyncedBy: z.array(z.string()),
  })
  .openapi('RecordView')

export const Activity = z
  .object({
    id: z.string(),
    at: instant,
    record: orNull(RecordRef),
    fileId: z.string().nullable(),
    subject: z.string(),
    code: z.string(),
    direction: z.enum(['toDropbox', 'toHost']).nullable(),
    actor: z.string(),
    via: z.enum(['host', 'remote']),
    details: z.record(z.string(), z.string()),
    /** Until when it can be undone; `null` when it cannot, or was. */
    undo: orNull(z.object({ until: instant })),
  })
  .openapi('Activity')

export const ActivityPage = z.object({ rows: z.array(Activity), next: z.string().nullable() }).openapi('ActivityPage')

const ConflictVersion = z
  .object({
    fileId: z.string(),
    name: z.string(),
    sizeBytes,
    mediaType: z.string(),
    updatedAt: instant,
    updatedBy: z.string().nullable(),
  })
  .openapi('ConflictVersion')

/** Two versions of a file that nobody has decided on. Both are files of the record. */
export const Conflict = z
  .object({
    folder: Folder,
    /** The version of the CRM, which kept the name. */
    host: ConflictVersion,
    /** The version of Dropbox, which is a copy beside it. */
    remote: ConflictVersion,
    /** What can be chosen: `remote` needs a host that can replace contents. */
    choices: z.array(z.enum(['host', 'remote', 'both'])),
  })
  .openapi('Conflict')

/** What became of an answer about many files. */
export const AnswerResult = z
  .object({ done: z.int(), failed: z.array(z.object({ id: z.string(), code: ErrorCode })) })
  .openapi('AnswerResult')

/** What the next pass over a record would do. */
export const Preview = z
  .object({
    toRemote: z.object({ files: z.int(), bytes: z.int() }),
    toHost: z.object({ files: z.int(), bytes: z.int() }),
    alike: z.int(),
    movedInRemote: z.int(),
    deletedInRemote: z.int(),
    conflicts: z.int(),
    excluded: z.array(z.object({ code: ReasonCode, count: z.int(), examples: z.array(z.string()) })),
  })
  .openapi('Preview')

export const SegmentRef = z
  .union([
    z.object({ module: Module, id: z.string().min(1).max(200) }),
    z.object({ records: z.array(RecordRef).min(1).max(100_000) }),
  ])
  .openapi('SegmentRef')

export const BulkPreflight = z
  .object({
    records: z.int(),
    /** `null` where counting would take too long. */
    files: z.int().nullable(),
    bytes: z.int().nullable(),
    estimatedSeconds: z.int().nullable(),
    excluded: z.array(z.object({ code: ReasonCode, count: z.int() })),
  })
  .openapi('BulkPreflight')

export const BulkEnd = z
  .enum(['synced', 'emptyFolder', 'oneWay', 'nothingToDo', 'skipped', 'failed', 'cancelled'])
  .openapi('BulkEnd')

export const BulkRun = z
  .object({
    id: z.string(),
    module: orNull(Module),
    state: z.enum(['running', 'done', 'cancelled']),
    total: z.int(),
    /** How many records ended in each state; what is missing to `total` is still waiting. */
    ends: z.object({
      synced: z.int(),
      emptyFolder: z.int(),
      oneWay: z.int(),
      nothingToDo: z.int(),
      skipped: z.int(),
      failed: z.int(),
      cancelled: z.int(),
    }),
    startedAt: instant,
    endedAt: instant.nullable(),
    retryOf: z.string().nullable(),
  })
  .openapi('BulkRun')

export const BulkRecord = z
  .object({
    record: RecordRef,
    name: z.string().nullable(),
    number: z.string().nullable(),
    end: orNull(BulkEnd),
    code: orNull(ReasonCode),
  })
  .openapi('BulkRecord')

/** How one user's link is, as an administrator sees it: neither the account nor anything in it is told. */
export const LinkHealth = z
  .object({
    userId: z.string(),
    firstName: z.string(),
    health: z.enum(['ok', 'waiting', 'paused', 'held', 'reconnect']),
    since: instant,
    /** When a pass last ended without a failure. */
    lastOkAt: instant.nullable(),
    blockedUntil: instant.nullable(),
    /** Why its passes fail now; `null` while they do not. */
    trouble: orNull(ReasonCode),
  })
  .openapi('LinkHealth')

export const TenantHealth = z
  .object({ rows: z.array(LinkHealth), next: z.string().nullable() })
  .openapi('TenantHealth', { description: 'Links that are not revoked, in the order of their ids.' })

export const ContentUrl = z.object({ url: z.string(), expiresAt: instant }).openapi('ContentUrl')

export const ServerEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('record'), record: RecordRef }).openapi('RecordEvent'),
    z
      .object({
        type: z.literal('progress'),
        record: RecordRef,
        fileId: z.string().nullable(),
        state: z.enum(['uploading', 'downloading']),
        sentBytes: z.int(),
        totalBytes: z.int(),
      })
      .openapi('ProgressEvent'),
    z.object({ type: z.literal('connection') }).openapi('ConnectionEvent'),
    z.object({ type: z.literal('bulk'), bulkId: z.string() }).openapi('BulkEvent'),
    z.object({ type: z.literal('resync') }).openapi('ResyncEvent'),
  ])
  .openapi('ServerEvent', { description: 'A hint to look again; never the truth itself.' })
