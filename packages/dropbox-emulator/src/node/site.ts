import type { DropboxEmulator } from '../emulator.ts'
import { dropboxHosts } from '../handle.ts'
import { textResponse } from '../wire/respond.ts'
import { createOwnerApi } from './api/owner-api.ts'
import type { Site } from './fetch-server.ts'
import { pageAsset } from './page-asset.ts'

/** Everything that the emulator's HTTP server has: Dropbox's hosts, the owner's page and its API. */
export function createSite(emulator: DropboxEmulator): Site {
  const answerApi = createOwnerApi(emulator)
  return {
    address: dropboxAddress,
    async answer(request) {
      if (isForDropbox(request.url)) return emulator.handle(request)
      const url = new URL(request.url)
      const [, first = '', ...rest] = url.pathname.split('/')
      if (first === '') return new Response(null, { status: 302, headers: { Location: '/_emulator/' } })
      if (first !== '_emulator') return textResponse(unknownAddress(first), 404)
      if (rest.length === 0) {
        return new Response(null, { status: 302, headers: { Location: `/_emulator/${url.search}` } })
      }
      return rest[0] === 'api' ? answerApi(request, url, rest.slice(1)) : pageAsset(rest.join('/'))
    },
  }
}

/** A Dropbox host is the first segment of the path, or the header `Host` where a proxy has left it as it was. */
function dropboxAddress(host: string, path: string): string {
  const end = path.indexOf('/', 1)
  if (end > 0 && dropboxHosts.includes(path.slice(1, end))) return `https:/${path}`
  const [name = ''] = host.toLowerCase().split(':')
  return dropboxHosts.includes(name) ? `https://${name}${path}` : `http://${host}${path}`
}

function isForDropbox(address: string): boolean {
  return dropboxHosts.some((host) => address.startsWith(`https://${host}/`))
}

function unknownAddress(first: string): string {
  return `"${first}" is not a host of Dropbox. Addresses start with one of: ${dropboxHosts.join(', ')}; the page is at /_emulator/.`
}
