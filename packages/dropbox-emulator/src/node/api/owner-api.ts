import type { DropboxEmulator } from '../../emulator.ts'
import { OwnerFilesError } from '../../owner-files.ts'
import { accountEndpoints } from './accounts.ts'
import { ApiProblem } from './body.ts'
import { controlEndpoints } from './controls.ts'
import { match } from './endpoint.ts'
import type { Endpoint } from './endpoint.ts'
import { fileEndpoints } from './files.ts'

/** Every request that the JSON API answers. */
export const endpoints: readonly Endpoint[] = [...accountEndpoints, ...fileEndpoints, ...controlEndpoints]

/** Answers `/_emulator/api/…`. Pages of other origins are refused, as they would speak for the person at the browser. */
export function createOwnerApi(
  emulator: DropboxEmulator,
): (request: Request, url: URL, segments: readonly string[]) => Promise<Response> {
  return async (request, url, segments) => {
    try {
      checkOrigin(request, url)
      const matching = endpoints.flatMap((endpoint) => {
        const params = match(endpoint.path, segments)
        return params ? [{ endpoint, params }] : []
      })
      const found = matching.find(({ endpoint }) => endpoint.method === request.method)
      if (!found) throw new ApiProblem(matching.length > 0 ? 405 : 404, `No ${request.method} ${url.pathname} here.`)
      const { endpoint, params } = found
      const result = await endpoint.answer({ emulator, request, query: url.searchParams, params })
      return result instanceof Response ? result : jsonAnswer(result ?? null, 200)
    } catch (error) {
      return problem(error)
    }
  }
}

function checkOrigin(request: Request, url: URL): void {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== url.origin) {
    throw new ApiProblem(403, 'Only the page of the emulator itself may ask from a browser.')
  }
}

function problem(error: unknown): Response {
  if (error instanceof ApiProblem) return jsonAnswer({ error: error.message, code: error.code }, error.status)
  if (error instanceof OwnerFilesError) {
    return jsonAnswer({ error: error.message, code: error.code }, error.code === 'not_found' ? 404 : 409)
  }
  return jsonAnswer({ error: error instanceof Error ? error.message : 'Something went wrong.', code: 'failed' }, 500)
}

function jsonAnswer(value: unknown, status: number): Response {
  return Response.json(value, { status, headers: { 'Cache-Control': 'no-store' } })
}
