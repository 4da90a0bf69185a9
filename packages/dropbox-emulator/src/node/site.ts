import type { DropboxEmulator } from '../emulator.ts'
import { dropboxHosts } from '../handle.ts'
import { textResponse } from '../wire/respond.ts'
import { createOwnerApi } from './api/owner-api.ts'
import { pageAsset } from './page-asset.ts'

/** Answers every request to the emulator's HTTP server. */
export function createSite(emulator: DropboxEmulator): (request: Request) => Promise<Response> {
  const answerApi = createOwnerApi(emulator)
  return async (request) => {
    const url = new URL(request.url)
    const [, first = '', ...rest] = url.pathname.split('/')
    if (dropboxHosts.includes(first)) return emulator.handle(dropboxRequest(request, first, rest.join('/'), url.search))
    if (first === '') return new Response(null, { status: 302, headers: { Location: '/_emulator/' } })
    if (first !== '_emulator') return textResponse(unknownAddress(first), 404)
    if (rest.length === 0) return new Response(null, { status: 302, headers: { Location: `/_emulator/${url.search}` } })
    return rest[0] === 'api' ? answerApi(request, url, rest.slice(1)) : pageAsset(rest.join('/'))
  }
}

/** The request as it would have reached Dropbox; its body goes on as a stream. */
function dropboxRequest(request: Request, host: string, path: string, search: string): Request {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  const init: RequestInit & { readonly duplex: 'half' } = {
    method: request.method,
    headers: request.headers,
    body: hasBody ? request.body : null,
    signal: request.signal,
    duplex: 'half',
  }
  return new Request(`https://${host}/${path}${search}`, init)
}

function unknownAddress(first: string): string {
  return `"${first}" is not a host of Dropbox. Addresses start with one of: ${dropboxHosts.join(', ')}; the page is at /_emulator/.`
}
