import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, idempotencyHeader, json, limit, needs, offset, problem } from './parts.ts'

/** What a bulk run over a segment would do. */
export const preflightBulk = createRoute({
  operationId: 'preflightBulk',
  ...needs('session'),
  method: 'post',
  path: '/bulk/preflight',
  request: { body: json(z.object({ segment: shapes.SegmentRef })) },
  responses: { 200: answers('Counts and exclusions.', shapes.BulkPreflight), default: problem },
})

/** Starts a bulk run over a segment as it is now. */
export const startBulk = createRoute({
  operationId: 'startBulk',
  ...needs('ownLink'),
  method: 'post',
  path: '/bulk',
  request: { headers: idempotencyHeader, body: json(z.object({ segment: shapes.SegmentRef })) },
  responses: { 202: answers('The run.', shapes.BulkRun), default: problem },
})

/** The current user's bulk runs. */
export const listBulk = createRoute({
  operationId: 'listBulk',
  ...needs('session'),
  method: 'get',
  path: '/bulk',
  request: { query: z.object({ module: shapes.Module.optional(), limit }) },
  responses: { 200: answers('Newest first.', z.object({ runs: z.array(shapes.BulkRun) })), default: problem },
})

const bulkParams = z.object({ bulkId: z.string().min(1).max(200) })

/** A bulk run. */
export const getBulk = createRoute({
  operationId: 'getBulk',
  ...needs('ownRun'),
  method: 'get',
  path: '/bulk/{bulkId}',
  request: { params: bulkParams },
  responses: { 200: answers('The run.', shapes.BulkRun), default: problem },
})

/** The records of a bulk run with their ends. */
export const listBulkRecords = createRoute({
  operationId: 'listBulkRecords',
  ...needs('ownRun'),
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
  ...needs('ownRun'),
  method: 'post',
  path: '/bulk/{bulkId}/cancel',
  request: { params: bulkParams },
  responses: { 200: answers('The run.', shapes.BulkRun), default: problem },
})

/** A new run over the records of a run that failed. */
export const retryBulk = createRoute({
  operationId: 'retryBulk',
  ...needs('ownRun'),
  method: 'post',
  path: '/bulk/{bulkId}/retry',
  request: { headers: idempotencyHeader, params: bulkParams },
  responses: { 202: answers('The new run.', shapes.BulkRun), default: problem },
})
