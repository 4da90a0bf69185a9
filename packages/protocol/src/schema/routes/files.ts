import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import {
  answers,
  fileParams,
  folderQuery,
  idempotencyHeader,
  json,
  limit,
  needs,
  offset,
  problem,
  recordParams,
} from './parts.ts'

const sort = z.enum(['name', '-name', 'updatedAt', '-updatedAt', 'sizeBytes', '-sizeBytes', 'type', '-type'])
const version = z.string().max(1000)
const someFiles = z
  .array(z.object({ id: z.string().min(1).max(200), version }))
  .min(1)
  .max(1000)

/**
 * One folder of a record: folders first, then files. With `search` or `state` files of the folder and below it; with `state` no
 * folders.
 */
export const listFiles = createRoute({
  operationId: 'listFiles',
  ...needs('readRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}/files',
  request: {
    params: recordParams,
    query: z.object({
      folder: folderQuery,
      offset,
      limit,
      sort: sort.default('name'),
      search: z.string().max(200).optional(),
      state: shapes.FileStateFilter.optional(),
    }),
  },
  responses: { 200: answers('A page of the folder.', shapes.FilePage), default: problem },
})

/** Uploads one file: the body is its bytes. A taken name gets ` (2)`; the answer tells the name. */
export const uploadFile = createRoute({
  operationId: 'uploadFile',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files',
  request: {
    params: recordParams,
    query: z.object({ folder: folderQuery, name: z.string().min(1).max(1000) }),
    headers: idempotencyHeader,
    body: { required: true, content: { 'application/octet-stream': { schema: z.any() } } },
  },
  responses: { 201: answers('The new file.', shapes.FileEntry), default: problem },
})

/** A file with its versions and who has a copy. */
export const getFile = createRoute({
  operationId: 'getFile',
  ...needs('readRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}/files/{fileId}',
  request: { params: fileParams },
  responses: { 200: answers('The file.', shapes.FileDetails), default: problem },
})

/** Gives a file another name; one that is taken in its folder is refused. */
export const renameFile = createRoute({
  operationId: 'renameFile',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files/{fileId}/rename',
  request: { params: fileParams, body: json(z.object({ name: z.string().min(1).max(1000), version })) },
  responses: { 200: answers('The file.', shapes.FileEntry), default: problem },
})

/** Makes the contents of an old version the present ones, as a new version. */
export const restoreVersion = createRoute({
  operationId: 'restoreVersion',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files/{fileId}/restore-version',
  request: { params: fileParams, body: json(z.object({ version, expectedVersion: version })) },
  responses: { 200: answers('The file.', shapes.FileEntry), default: problem },
})

/** Moves files into a folder of the record, which is made where it is missing. A name that is taken there is refused. */
export const moveFiles = createRoute({
  operationId: 'moveFiles',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files/move',
  request: { params: recordParams, body: json(z.object({ files: someFiles, folder: shapes.Folder })) },
  responses: { 200: answers('How many were moved, and what was not.', shapes.AnswerResult), default: problem },
})

/** Finds files by their contents, e.g. to tell that something is here already. */
export const findFiles = createRoute({
  operationId: 'findFiles',
  ...needs('readRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files/find',
  request: {
    params: recordParams,
    body: json(
      z.object({
        hashes: z
          .array(z.string().regex(/^[0-9a-f]{64}$/))
          .min(1)
          .max(500),
      }),
    ),
  },
  responses: {
    200: answers(
      'One file for each hash that is here.',
      z.object({ matches: z.array(z.object({ hash: z.string(), file: shapes.FileEntry })) }),
    ),
    default: problem,
  },
})

/** Deletes files in the CRM, and with the next pass in every linked Dropbox. */
export const deleteFiles = createRoute({
  operationId: 'deleteFiles',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/files/delete',
  request: {
    params: recordParams,
    body: json(
      z.object({
        files: someFiles,
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
  ...needs('writeRecord'),
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
  ...needs('readRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}/files/{fileId}/content-url',
  request: {
    params: fileParams,
    query: z.object({
      inline: z.enum(['true', 'false']).default('false'),
      /** An old version; the present one without. */
      version: version.optional(),
    }),
  },
  responses: { 200: answers('A signed address.', shapes.ContentUrl), default: problem },
})
