import { createRoute } from '@hono/zod-openapi'

import * as shapes from './shapes.ts'
import { z } from './zod.ts'

const problem = {
  description: 'What went wrong, with a code.',
  content: { 'application/problem+json': { schema: shapes.Problem } },
}
const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})
const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})
const recordParams = z.object({ module: shapes.Module, recordId: z.string().min(1).max(200) })
const fileParams = recordParams.extend({ fileId: z.string().min(1).max(200) })
const folderQuery = z.string().max(4000).default('').openapi({
  description: 'Names from the record root, each percent-encoded, joined by "/"; the root is empty.',
})
const offset = z.coerce.number().int().min(0).default(0)
const limit = z.coerce.number().int().min(1).max(500).default(100)
const before = z.string().max(200).optional()

/** What the current user has linked. */
export const getConnection = createRoute({
  operationId: 'getConnection',
  method: 'get',
  path: '/connection',
  responses: { 200: answers('The connection of the current user.', shapes.Connection), default: problem },
})

/** Starts linking: where to send the user for consent. */
export const beginLink = createRoute({
  operationId: 'beginLink',
  method: 'post',
  path: '/connection/link',
  request: {
    body: json(
      z.object({
        /** `popup`: the callback page hands its address back. `redirect`: the server completes and goes to `returnTo`. */
        mode: z.enum(['popup', 'redirect']),
        /** A path of the host app; anything else falls back to `/`. */
        returnTo: z.string().max(2000).default('/'),
        useAnotherAccount: z.boolean().default(false),
      }),
    ),
  },
  responses: {
    200: answers('The address of the consent page.', z.object({ authorizeUrl: z.string(), expiresAt: z.string() })),
    default: problem,
  },
})

/** Ends linking with the address that the consent page went back to. */
export const completeLink = createRoute({
  operationId: 'completeLink',
  method: 'post',
  path: '/connection/complete',
  request: { body: json(z.object({ callbackUrl: z.string().max(8000) })) },
  responses: { 200: answers('The connection after linking.', shapes.Connection), default: problem },
})

/** Unlinks; files stay on both sides. */
export const unlink = createRoute({
  operationId: 'unlink',
  method: 'delete',
  path: '/connection',
  responses: { 200: answers('The connection after unlinking.', shapes.Connection), default: problem },
})

/** Pauses everything of the current user: nothing is transferred until it is resumed. */
export const pauseLink = createRoute({
  operationId: 'pauseLink',
  method: 'post',
  path: '/connection/pause',
  responses: { 200: answers('The connection.', shapes.Connection), default: problem },
})

/** Ends the pause of everything. */
export const resumeLink = createRoute({
  operationId: 'resumeLink',
  method: 'post',
  path: '/connection/resume',
  responses: { 200: answers('The connection.', shapes.Connection), default: problem },
})

/** Answers what became of many files that were gone from Dropbox at once. */
export const answerHold = createRoute({
  operationId: 'answerHold',
  method: 'post',
  path: '/connection/hold',
  request: {
    body: json(
      z.object({
        /** `putBack`: send them again. `stop`: keep them here only. */
        answer: z.enum(['putBack', 'stop']),
      }),
    ),
  },
  responses: { 200: answers('The connection.', shapes.Connection), default: problem },
})

/** What happened on the current user's link. */
export const listLinkActivity = createRoute({
  operationId: 'listLinkActivity',
  method: 'get',
  path: '/connection/activity',
  request: { query: z.object({ before, limit }) },
  responses: { 200: answers('Newest first.', shapes.ActivityPage), default: problem },
})

/** A record with its state. `watch` says that a person looks at it now, so that its link is polled often for a while. */
export const getRecord = createRoute({
  operationId: 'getRecord',
  method: 'get',
  path: '/records/{module}/{recordId}',
  request: { params: recordParams, query: z.object({ watch: z.enum(['true', 'false']).default('false') }) },
  responses: { 200: answers('The record.', shapes.RecordView), default: problem },
})

/** One folder of a record: folders first, then files. */
export const listFiles = createRoute({
  operationId: 'listFiles',
  method: 'get',
  path: '/records/{module}/{recordId}/files',
  request: {
    params: recordParams,
    query: z.object({
      folder: folderQuery,
      offset,
      limit,
      sort: z.enum(['name', '-name', 'updatedAt', '-updatedAt', 'sizeBytes', '-sizeBytes']).default('name'),
      search: z.string().max(200).optional(),
    }),
  },
  responses: { 200: answers('A page of the folder.', shapes.FilePage), default: problem },
})

/** Uploads one file: the body is its bytes. A taken name gets ` (2)`; the answer tells the name. */
export const uploadFile = createRoute({
  operationId: 'uploadFile',
  method: 'post',
  path: '/records/{module}/{recordId}/files',
  request: {
    params: recordParams,
    query: z.object({ folder: folderQuery, name: z.string().min(1).max(1000) }),
    headers: z.object({ 'idempotency-key': z.string().min(8).max(200).optional() }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.any() } } },
  },
  responses: { 201: answers('The new file.', shapes.FileEntry), default: problem },
})

/** Creates a folder; an existing one is a success. */
export const createFolder = createRoute({
  operationId: 'createFolder',
  method: 'post',
  path: '/records/{module}/{recordId}/folders',
  request: { params: recordParams, body: json(z.object({ folder: shapes.Folder })) },
  responses: { 200: answers('The folder.', shapes.FolderEntry), default: problem },
})

/** Deletes files in the CRM, and with the next pass in every linked Dropbox. */
export const deleteFiles = createRoute({
  operationId: 'deleteFiles',
  method: 'post',
  path: '/records/{module}/{recordId}/files/delete',
  request: {
    params: recordParams,
    body: json(
      z.object({
        files: z
          .array(z.object({ id: z.string().min(1).max(200), version: z.string() }))
          .min(1)
          .max(1000),
      }),
    ),
  },
  responses: {
    200: answers(
      'What was deleted and what was not.',
      z.object({
        deleted: z.array(z.string()),
        failed: z.array(z.object({ id: z.string(), code: shapes.ErrorCode })),
      }),
    ),
    default: problem,
  },
})

/** Takes deleted files out of the CRM's trash, under their old ids; the next pass brings them back to every linked Dropbox. */
export const restoreFiles = createRoute({
  operationId: 'restoreFiles',
  method: 'post',
  path: '/records/{module}/{recordId}/files/restore',
  request: {
    params: recordParams,
    body: json(z.object({ files: z.array(z.string().min(1).max(200)).min(1).max(1000) })),
  },
  responses: { 200: answers('How many came back.', shapes.AnswerResult), default: problem },
})

/** An address for the contents of a file, good for five minutes. */
export const getContentUrl = createRoute({
  operationId: 'getContentUrl',
  method: 'get',
  path: '/records/{module}/{recordId}/files/{fileId}/content-url',
  request: { params: fileParams, query: z.object({ inline: z.enum(['true', 'false']).default('false') }) },
  responses: { 200: answers('A signed address.', shapes.ContentUrl), default: problem },
})

/** The button: enrols the record for the current user and asks for a pass. Idempotent. */
export const requestSync = createRoute({
  operationId: 'requestSync',
  method: 'post',
  path: '/records/{module}/{recordId}/sync',
  request: { params: recordParams },
  responses: { 202: answers('The state of the record, usually waiting.', shapes.RecordSync), default: problem },
})

/** Stops synchronising a record for the current user. Both sides keep their files; the button takes it up again. */
export const stopSync = createRoute({
  operationId: 'stopSync',
  method: 'post',
  path: '/records/{module}/{recordId}/sync/stop',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** Pauses a record for the current user: nothing is transferred until it is resumed. */
export const pauseSync = createRoute({
  operationId: 'pauseSync',
  method: 'post',
  path: '/records/{module}/{recordId}/sync/pause',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** Ends the pause of a record. */
export const resumeSync = createRoute({
  operationId: 'resumeSync',
  method: 'post',
  path: '/records/{module}/{recordId}/sync/resume',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** What the next pass over a record would do. */
export const previewSync = createRoute({
  operationId: 'previewSync',
  method: 'get',
  path: '/records/{module}/{recordId}/sync/preview',
  request: { params: recordParams },
  responses: { 200: answers('Counts and exclusions.', shapes.Preview), default: problem },
})

const someFiles = z.array(z.string().min(1).max(200)).min(1).max(1000).nullable().openapi({
  description: 'Ids of files; null for all that it is about.',
})

/** Decides on files that were removed in Dropbox and kept here. */
export const answerDetached = createRoute({
  operationId: 'answerDetached',
  method: 'post',
  path: '/records/{module}/{recordId}/detached',
  request: {
    params: recordParams,
    body: json(
      z.object({
        /** `putBack`: send them again. `deleteHere`: delete them in the CRM, too. */
        answer: z.enum(['putBack', 'deleteHere']),
        files: someFiles,
      }),
    ),
  },
  responses: { 200: answers('How many it was done for.', shapes.AnswerResult), default: problem },
})

/** Decides on deletions that wait before they reach Dropbox. */
export const answerHeld = createRoute({
  operationId: 'answerHeld',
  method: 'post',
  path: '/records/{module}/{recordId}/held',
  request: {
    params: recordParams,
    body: json(
      z.object({
        /** `delete`: delete them in Dropbox, too. `takeBack`: bring them into the CRM again. */
        answer: z.enum(['delete', 'takeBack']),
        files: someFiles,
      }),
    ),
  },
  responses: { 200: answers('How many it was done for.', shapes.AnswerResult), default: problem },
})

/** Files of a record with two versions that nobody has decided on. */
export const listConflicts = createRoute({
  operationId: 'listConflicts',
  method: 'get',
  path: '/records/{module}/{recordId}/conflicts',
  request: { params: recordParams },
  responses: {
    200: answers('Oldest first, at most a hundred.', z.object({ conflicts: z.array(shapes.Conflict) })),
    default: problem,
  },
})

/** Decides which of two versions stays. */
export const resolveConflict = createRoute({
  operationId: 'resolveConflict',
  method: 'post',
  path: '/records/{module}/{recordId}/conflicts/resolve',
  request: {
    params: recordParams,
    body: json(
      z.object({
        /** The id of the CRM's version. */
        fileId: z.string().min(1).max(200),
        /** The id of Dropbox's version. */
        copyId: z.string().min(1).max(200),
        keep: z.enum(['host', 'remote', 'both']),
      }),
    ),
  },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** Undoes what a row of a record's activity tells. */
export const undoActivity = createRoute({
  operationId: 'undoActivity',
  method: 'post',
  path: '/records/{module}/{recordId}/activity/{activityId}/undo',
  request: { params: recordParams.extend({ activityId: z.string().min(1).max(200) }) },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** What happened on a record. */
export const listRecordActivity = createRoute({
  operationId: 'listRecordActivity',
  method: 'get',
  path: '/records/{module}/{recordId}/activity',
  request: { params: recordParams, query: z.object({ before, limit }) },
  responses: { 200: answers('Newest first.', shapes.ActivityPage), default: problem },
})

/** What a bulk run over a segment would do. */
export const preflightBulk = createRoute({
  operationId: 'preflightBulk',
  method: 'post',
  path: '/bulk/preflight',
  request: { body: json(z.object({ segment: shapes.SegmentRef })) },
  responses: { 200: answers('Counts and exclusions.', shapes.BulkPreflight), default: problem },
})

/** Starts a bulk run over a segment as it is now. */
export const startBulk = createRoute({
  operationId: 'startBulk',
  method: 'post',
  path: '/bulk',
  request: { body: json(z.object({ segment: shapes.SegmentRef })) },
  responses: { 202: answers('The run.', shapes.BulkRun), default: problem },
})

/** The current user's bulk runs. */
export const listBulk = createRoute({
  operationId: 'listBulk',
  method: 'get',
  path: '/bulk',
  request: { query: z.object({ module: shapes.Module.optional(), limit }) },
  responses: { 200: answers('Newest first.', z.object({ runs: z.array(shapes.BulkRun) })), default: problem },
})

const bulkParams = z.object({ bulkId: z.string().min(1).max(200) })

/** A bulk run. */
export const getBulk = createRoute({
  operationId: 'getBulk',
  method: 'get',
  path: '/bulk/{bulkId}',
  request: { params: bulkParams },
  responses: { 200: answers('The run.', shapes.BulkRun), default: problem },
})

/** The records of a bulk run with their ends. */
export const listBulkRecords = createRoute({
  operationId: 'listBulkRecords',
  method: 'get',
  path: '/bulk/{bulkId}/records',
  request: { params: bulkParams, query: z.object({ end: shapes.BulkEnd.optional(), offset, limit }) },
  responses: {
    200: answers('A page of records.', z.object({ rows: z.array(shapes.BulkRecord), total: z.int(), offset: z.int() })),
    default: problem,
  },
})

/** Cancels a run: what is done stays, the rest ends as `cancelled`. */
export const cancelBulk = createRoute({
  operationId: 'cancelBulk',
  method: 'post',
  path: '/bulk/{bulkId}/cancel',
  request: { params: bulkParams },
  responses: { 200: answers('The run.', shapes.BulkRun), default: problem },
})

/** A new run over the records of a run that failed. */
export const retryBulk = createRoute({
  operationId: 'retryBulk',
  method: 'post',
  path: '/bulk/{bulkId}/retry',
  request: { params: bulkParams },
  responses: { 202: answers('The new run.', shapes.BulkRun), default: problem },
})

/** One stream of hints per browser (`text/event-stream`), read with `fetch`. Each event's data is a `ServerEvent`. */
export const streamEvents = createRoute({
  operationId: 'streamEvents',
  method: 'get',
  path: '/events',
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: shapes.ServerEvent } } },
    default: problem,
  },
})
