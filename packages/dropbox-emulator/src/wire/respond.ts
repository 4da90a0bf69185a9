import { newRequestId } from '../ids.ts'
import { NamespaceBusy } from '../state/write-lock.ts'
import {
  AccessError,
  AuthError,
  BadRequest,
  EndpointError,
  PathRootError,
  TooMany,
  errorSummary,
  tagged,
} from './api-error.ts'
import type { Tagged } from './api-error.ts'
import { BadArgument } from './decode.ts'

const exposedHeaders = 'Dropbox-API-Result, X-Dropbox-Request-Id, X-Dropbox-Metadata, Retry-After, ETag, Content-Range'

export function jsonResponse(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return response(JSON.stringify(value), status, 'application/json', headers)
}

export function textResponse(text: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return response(text, status, 'text/plain; charset=utf-8', headers)
}

function response(text: string, status: number, type: string, headers: Readonly<Record<string, string>>): Response {
  const made = new Response(text, {
    status,
    headers: { 'Content-Type': type, 'Content-Length': lengthOf(text), ...headers },
  })
  texts.set(made, text)
  return made
}

const texts = new WeakMap<Response, string>()

/** The text an answer was made of, when it is known: a server need not read it out of a stream. */
export function textOf(answer: Response): string | undefined {
  return texts.get(answer)
}

/** An error of an endpoint, as JSON with a summary that nobody should compare as a whole. */
export function errorResponse(error: Tagged, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonResponse({ error_summary: errorSummary(error), error }, status, headers)
}

/** What a failed call of function `name` answers. @throws whatever is not an answer */
export function failureResponse(name: string, failure: unknown): Response {
  if (failure instanceof EndpointError) return errorResponse(failure.error, 409)
  if (failure instanceof AuthError) {
    return errorResponse(failure.error, 401, { 'WWW-Authenticate': 'Dropbox-API' })
  }
  if (failure instanceof AccessError) return errorResponse(failure.error, 403)
  if (failure instanceof PathRootError) return errorResponse(failure.error, 422)
  if (failure instanceof TooMany) return tooManyResponse(failure)
  if (failure instanceof NamespaceBusy) return tooManyResponse(new TooMany('too_many_write_operations', 1))
  if (failure instanceof BadRequest || failure instanceof BadArgument) {
    return textResponse(`Error in call to API function "${name}": ${failure.message}`, 400)
  }
  throw failure
}

/** 429: the tags are under `reason` here, without one of the error itself; or plain text, which means too many requests. */
export function tooManyResponse({ body, reason, retryAfter }: TooMany): Response {
  const headers: Record<string, string> = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }
  if (body === 'text') return textResponse('Too many requests.', 429, headers)
  const error = { reason: tagged(reason), ...(retryAfter === null ? {} : { retry_after: retryAfter }) }
  return jsonResponse({ error_summary: errorSummary(tagged(reason)), error }, 429, headers)
}

/** Adds what every answer has: a request id, and permission for pages of any origin to read it. */
export function finished(response: Response, requestId = newRequestId()): Response {
  response.headers.set('X-Dropbox-Request-Id', requestId)
  response.headers.set('Access-Control-Allow-Origin', '*')
  response.headers.set('Access-Control-Expose-Headers', exposedHeaders)
  response.headers.set('Cache-Control', 'no-cache')
  return response
}

/** Answers the question a browser asks before a request to another origin. */
export function preflightResponse(request: Request): Response {
  // For pages that want to hear at once that their request is not a simple one.
  if (new URL(request.url).searchParams.get('reject_cors_preflight') === 'true') {
    return textResponse('This request is not a simple one: it made the browser ask first.', 400)
  }
  return new Response(null, {
    status: 200,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': request.headers.get('access-control-request-headers') ?? '*',
      'Access-Control-Max-Age': '86400',
    },
  })
}

function lengthOf(text: string): string {
  return String(isAscii.test(text) ? text.length : encoder.encode(text).byteLength)
}

const encoder = new TextEncoder()
const isAscii = /^[\0-\x7f]*$/
