import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, json, needs, problem, recordParams } from './parts.ts'

const someFiles = z.array(z.string().min(1).max(200)).min(1).max(1000).nullable().openapi({
  description: 'Ids of files; null for all that it is about.',
})

/** Decides on files that were removed in Dropbox and kept here. */
export const answerDetached = createRoute({
  operationId: 'answerDetached',
  ...needs('syncRecord'),
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
  ...needs('syncRecord'),
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
  ...needs('readRecord'),
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
  ...needs('writeRecord'),
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
  ...needs('readRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/activity/{activityId}/undo',
  request: { params: recordParams.extend({ activityId: z.string().min(1).max(200) }) },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})
