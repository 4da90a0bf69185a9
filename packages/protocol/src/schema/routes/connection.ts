import { createRoute } from '@hono/zod-openapi'

import * as shapes from '../shapes.ts'
import { z } from '../zod.ts'
import { answers, before, json, limit, needs, problem } from './parts.ts'

/** What the current user has linked. */
export const getConnection = createRoute({
  operationId: 'getConnection',
  ...needs('session'),
  method: 'get',
  path: '/connection',
  responses: { 200: answers('The connection of the current user.', shapes.Connection), default: problem },
})

/** Starts linking: where to send the user for consent. */
export const beginLink = createRoute({
  operationId: 'beginLink',
  ...needs('session'),
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
  ...needs('session'),
  method: 'post',
  path: '/connection/complete',
  request: { body: json(z.object({ callbackUrl: z.string().max(8000) })) },
  responses: { 200: answers('The connection after linking.', shapes.Connection), default: problem },
})

/** Unlinks; files stay on both sides. */
export const unlink = createRoute({
  operationId: 'unlink',
  ...needs('session'),
  method: 'delete',
  path: '/connection',
  responses: { 200: answers('The connection after unlinking.', shapes.Connection), default: problem },
})

/** Pauses everything of the current user: nothing is transferred until it is resumed. */
export const pauseLink = createRoute({
  operationId: 'pauseLink',
  ...needs('ownLink'),
  method: 'post',
  path: '/connection/pause',
  responses: { 200: answers('The connection.', shapes.Connection), default: problem },
})

/** Ends the pause of everything. */
export const resumeLink = createRoute({
  operationId: 'resumeLink',
  ...needs('ownLink'),
  method: 'post',
  path: '/connection/resume',
  responses: { 200: answers('The connection.', shapes.Connection), default: problem },
})

/** Answers what became of many files that were gone from Dropbox at once. */
export const answerHold = createRoute({
  operationId: 'answerHold',
  ...needs('ownLink'),
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
  ...needs('session'),
  method: 'get',
  path: '/connection/activity',
  request: { query: z.object({ before, limit }) },
  responses: { 200: answers('Newest first.', shapes.ActivityPage), default: problem },
})
