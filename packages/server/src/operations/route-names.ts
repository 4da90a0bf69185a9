import { routes } from '@twinfolder/protocol/schema'

/** Names the route of a request as metrics and logs call it: a pattern, never a path with ids or names in it. */
export type RouteNames = (method: string, path: string) => string

/** What a browser or a remote opens by itself, and uploads in parts, which are tus and no operation of the contract. */
const others: readonly (readonly [method: string, pattern: string])[] = [
  ['get', '/oauth/callback'],
  ['get', '/oauth/callback.js'],
  ['get', '/content/{token}'],
  ['get', '/webhooks/{remote}'],
  ['post', '/webhooks/{remote}'],
  ...['options', 'post'].map((method) => [method, '/records/{module}/{recordId}/uploads'] as const),
  ...['head', 'patch', 'delete'].map((method) => [method, '/records/{module}/{recordId}/uploads/{uploadId}'] as const),
]

/** @param basePath the path of the public address, without a slash at its end */
export function routeNames(basePath: string): RouteNames {
  const known = [...Object.values(routes).map(({ method, path }) => [method, path] as const), ...others]
  // A fixed path is asked before one with a parameter in the same place.
  const patterns = known
    .toSorted(([, a], [, b]) => parametersOf(a) - parametersOf(b))
    .map(([method, path]) => ({ name: path, method: method.toUpperCase(), matches: matcherOf(path) }))
  return (method, path) => {
    if (!path.startsWith(`${basePath}/`)) return 'other'
    const below = path.slice(basePath.length)
    return patterns.find((pattern) => pattern.method === method && pattern.matches.test(below))?.name ?? 'other'
  }
}

function parametersOf(path: string): number {
  return path.split('{').length
}

function matcherOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part.replaceAll('.', '\\.')))
  return new RegExp(`^${parts.join('/')}$`)
}
