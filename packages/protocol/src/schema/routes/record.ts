import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, before, limit, needs, problem, recordParams } from './parts.ts'

/** A record with its state. `watch` says that a person looks at it now, so that its link is polled often for a while. */
export const getRecord = createRoute({
  operationId: 'getRecord',
  ...needs('readRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}',
  request: { params: recordParams, query: z.object({ watch: z.enum(['true', 'false']).default('false') }) },
  responses: { 200: answers('The record.', shapes.RecordView), default: problem },
})

/** The button: enrols the record for the current user and asks for a pass. Idempotent. */
export const requestSync = createRoute({
  operationId: 'requestSync',
  ...needs('syncRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/sync',
  request: { params: recordParams },
  responses: { 202: answers('The state of the record, usually waiting.', shapes.RecordSync), default: problem },
})

/** Stops synchronising a record for the current user. Both sides keep their files; the button takes it up again. */
export const stopSync = createRoute({
  operationId: 'stopSync',
  ...needs('syncRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/sync/stop',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** Pauses a record for the current user: nothing is transferred until it is resumed. */
export const pauseSync = createRoute({
  operationId: 'pauseSync',
  ...needs('syncRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/sync/pause',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** Ends the pause of a record. */
export const resumeSync = createRoute({
  operationId: 'resumeSync',
  ...needs('syncRecord'),
  method: 'post',
  path: '/records/{module}/{recordId}/sync/resume',
  request: { params: recordParams },
  responses: { 200: answers('The state of the record.', shapes.RecordSync), default: problem },
})

/** What the next pass over a record would do. */
export const previewSync = createRoute({
  operationId: 'previewSync',
  ...needs('syncRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}/sync/preview',
  request: { params: recordParams },
  responses: { 200: answers('Counts and exclusions.', shapes.Preview), default: problem },
})

/** What happened on a record, or to one file of it. */
export const listRecordActivity = createRoute({
  operationId: 'listRecordActivity',
  ...needs('readRecord'),
  method: 'get',
  path: '/records/{module}/{recordId}/activity',
  request: { params: recordParams, query: z.object({ before, limit, fileId: z.string().min(1).max(200).optional() }) },
  responses: { 200: answers('Newest first.', shapes.ActivityPage), default: problem },
})
