import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, json, needs, problem, recordParams } from './parts.ts'

/** Creates a folder; an existing one is a success. */
export const createFolder = createRoute({
  operationId: 'createFolder',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/folders',
  request: { params: recordParams, body: json(z.object({ folder: shapes.Folder })) },
  responses: { 200: answers('The folder.', shapes.FolderEntry), default: problem },
})

/**
 * Gives a folder another path: another name, another parent, or both. All files in it and below it move. A path that is taken is
 * refused.
 */
export const moveFolder = createRoute({
  operationId: 'moveFolder',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/folders/move',
  request: { params: recordParams, body: json(z.object({ folder: shapes.Folder, to: shapes.Folder })) },
  responses: { 200: answers('How many files were moved, and what was not.', shapes.AnswerResult), default: problem },
})

/** Deletes a folder with everything in it, and with the next pass the files in every linked Dropbox. */
export const deleteFolder = createRoute({
  operationId: 'deleteFolder',
  ...needs('writeRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/folders/delete',
  request: { params: recordParams, body: json(z.object({ folder: shapes.Folder })) },
  responses: {
    200: answers(
      'What was deleted and what was not. Restoring the files brings their folders back; the empty ones are created again.',
      z.object({
        deleted: z.array(z.string()),
        /** The folders that had no file in them or below them. */
        emptyFolders: z.array(shapes.Folder),
        failed: z.array(z.object({ id: z.string(), code: shapes.ErrorCode })),
      }),
    ),
    default: problem,
  },
})
