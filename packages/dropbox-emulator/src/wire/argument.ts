import { BadRequest } from './api-error.ts'
import type { Route } from './route.ts'

/** A route's argument as it was sent, and what errors call the place it was found in. */
export interface Argument {
  readonly value: unknown
  readonly at: readonly string[]
}

const corsHack = 'text/plain; charset=dropbox-cors-hack'
const allowedTypes = {
  rpc: ['application/json', 'application/json; charset=utf-8', corsHack],
  upload: ['application/octet-stream', corsHack],
  download: ['application/octet-stream', 'application/octet-stream; charset=utf-8', corsHack],
} as const

/** Reads the argument: the body for rpc routes, else the header `Dropbox-API-Arg` or the parameter `arg`. */
export async function readArgument(route: Route, request: Request, url: URL): Promise<Argument> {
  if (route.style === 'rpc') {
    const text = await request.text()
    // Functions without an argument are called without a body, so without its type.
    if (text !== '' || request.headers.has('content-type')) checkContentType(route, request)
    return { value: text === '' ? null : parsed(text, 'request body'), at: ['request body'] }
  }
  if (route.style === 'upload' || request.headers.has('content-type')) checkContentType(route, request)
  const header = request.headers.get('dropbox-api-arg')
  const parameter = url.searchParams.get('arg')
  if (header !== null && parameter !== null) {
    throw new BadRequest('Must not provide both HTTP header "Dropbox-API-Arg" and URL parameter "arg".')
  }
  if (header !== null)
    return { value: parsed(header, 'HTTP header "Dropbox-API-Arg"'), at: ['HTTP header "Dropbox-API-Arg"'] }
  if (parameter !== null) return { value: parsed(parameter, 'URL parameter "arg"'), at: ['URL parameter "arg"'] }
  throw new BadRequest('Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".')
}

function parsed(text: string, place: string): unknown {
  // Header values are bytes; whoever sends UTF-8 there instead of escapes is refused.
  const isAscii = /^[\0-\x7f]*$/.test(text)
  try {
    if (isAscii || !place.startsWith('HTTP header')) return JSON.parse(text)
  } catch {
    // Answered below.
  }
  throw new BadRequest(`${place}: could not decode input as JSON`)
}

function checkContentType(route: Route, request: Request): void {
  const type = request.headers.get('content-type') ?? ''
  const normal = type
    .trim()
    .toLowerCase()
    .replace(/\s*;\s*/g, '; ')
  const allowed: readonly string[] = allowedTypes[route.style]
  if (allowed.includes(normal)) return
  const found = type === '' ? 'Missing HTTP "Content-Type" header.' : `Bad HTTP "Content-Type" header: "${type}".`
  throw new BadRequest(`${found}  Expecting one of ${quoted(allowed)}.`)
}

function quoted(types: readonly string[]): string {
  return types.map((type) => `"${type}"`).join(', ')
}
