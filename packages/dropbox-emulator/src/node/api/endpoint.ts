import type { DropboxEmulator } from '../../emulator.ts'

/** A request to the JSON API. */
export interface ApiCall {
  readonly emulator: DropboxEmulator
  readonly request: Request
  readonly query: URLSearchParams
  /** What the `:names` of the endpoint's path stand for, in order. */
  readonly params: readonly string[]
}

/** One line of the JSON API: what it answers is sent as JSON, unless it is a `Response`. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `accounts/:email/files` */
  readonly path: string
  readonly answer: (call: ApiCall) => unknown
}

/** What the `:names` of `path` stand for in `segments`, or `null` when they do not match. */
export function match(path: string, segments: readonly string[]): readonly string[] | null {
  const names = path.split('/')
  if (names.length !== segments.length) return null
  const params: string[] = []
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? ''
    if (name.startsWith(':')) params.push(decodeURIComponent(segment))
    else if (name !== segment) return null
  }
  return params
}
