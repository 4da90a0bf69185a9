import { createRequire } from 'node:module'

import { Secret, contentHash, remotePath } from '@twinfolder/core'
import { afterEach, describe, expect, test, vi } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { dropbox } from './dropbox.ts'
import {
  fileReply,
  helloWorld,
  helloWorldHash,
  json,
  refusal,
  scriptedDropbox,
  tokenReply,
} from './testing/scripted-dropbox.ts'

/** What the SDK and the wire do that nobody expects, each where a caller of ours would meet it. */

const path = remotePath('/Acme/quote.pdf')
const request = {
  path,
  open: async function* () {
    yield helloWorld
  },
  sizeBytes: helloWorld.byteLength,
  contentHash: contentHash(helloWorldHash),
  precondition: { type: 'add' as const },
}
const require = createRequire(import.meta.url)

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the official SDK', () => {
  test('[trap 1] is one exact version: what npm would choose depends on the Node at hand', () => {
    const { version } = require('dropbox/package.json') as { readonly version: string }
    expect(version).toBe('10.47.0')
  })

  test('[trap 2] repeats nothing by itself: every kind of call is repeated here', async () => {
    const { remote, sent } = scriptedDropbox({
      'files/list_folder': [json('', 500), json({ entries: [], cursor: 'cursor-1', has_more: false })],
      'files/get_metadata': [json('', 503), json(fileReply())],
    })
    await remote.changes(null)
    await remote.get(path)
    expect([sent('files/list_folder').length, sent('files/get_metadata').length]).toEqual([2, 2])
  })

  test('[trap 3] refreshes once for each waiting call, and never after a 401: here one refresh serves all', async () => {
    const expired = json({ error: { '.tag': 'expired_access_token' } }, 401)
    const { remote, sent } = scriptedDropbox({
      'oauth2/token': [tokenReply('access-1'), tokenReply('access-2')],
      'files/get_metadata': [expired, expired, expired, () => json(fileReply())],
    })
    await Promise.all([remote.get(path), remote.get(path), remote.get(path)])
    expect(sent('oauth2/token')).toHaveLength(2)
    expect(sent('files/get_metadata').at(-1)?.headers.get('authorization')).toBe('Bearer access-2')
  })

  test('[trap 4] puts secrets into addresses: here they are in forms', async () => {
    const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())] })
    await remote.get(path)
    const [token] = sent('oauth2/token')
    expect(token?.url).toBe('https://api.dropboxapi.com/oauth2/token')
    expect(token?.form.get('refresh_token')).toBe('refresh-canary')
  })

  test('[trap 5] encodes no address and asks for no refresh token: here both are done', () => {
    const { provider } = scriptedDropbox({})
    const redirectUri = 'https://crm.example/back?a=1&b=ü'
    const url = new URL(provider.authorizeUrl({ redirectUri, state: 'a b&c', codeChallenge: 'challenge' }))
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: redirectUri,
      state: 'a b&c',
      response_type: 'code',
      token_access_type: 'offline',
    })
  })

  test('[trap 6] sends no content hash, though it says so: every call with contents has one', async () => {
    const { remote, sent } = scriptedDropbox({ 'files/upload': [json(fileReply())] })
    await remote.upload(request)
    expect(sent('files/upload')[0]?.arg['content_hash']).toBe(helloWorldHash)
  })

  test('[trap 7] keeps whole downloads in memory, as a Buffer here and a Blob there: ours are streams', async () => {
    let isOver = false
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(helloWorld.slice(0, 5)),
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        isOver = true
        controller.enqueue(helloWorld.slice(5))
        controller.close()
      },
    })
    const { remote } = scriptedDropbox({ 'files/download': [() => new Response(body)] })
    const [file] = [fileReply()]
    const stream = await remote.download({ revision: String(file['rev']) as never, contentHash: request.contentHash })
    const parts: string[] = []
    for await (const part of stream) {
      if (parts.length === 0) expect(isOver).toBe(false)
      parts.push(new TextDecoder().decode(part))
    }
    expect(parts.join('')).toBe('hello world')
  })

  test.each([
    [
      'parsed',
      json({ error_summary: 'path/not_found/..', error: { '.tag': 'path', path: { '.tag': 'not_file' } } }, 409),
    ],
    ['a text', json('Error in call to API function', 400)],
    ['a page', new Response('<html>', { status: 502 })],
    ['no answer', new TypeError('fetch failed')],
  ])(
    '[trap 8] tells all failures with one sentence, and their bodies are %s: ours have codes and causes',
    async (_what, answer) => {
      const { remote } = scriptedDropbox({ 'files/get_metadata': [answer] }, { maxAttempts: 1 })
      const error = await remote.get(path).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ name: 'SyncError', message: expect.stringContaining('files/get_metadata') })
      expect(error).toHaveProperty('cause', expect.anything())
    },
  )

  test('[trap 9] keeps the fetch of the moment it was made: here a later one is used', async () => {
    const remote = dropbox({ appKey: 'app-key' }).connect({ refreshToken: new Secret('refresh-1') })
    const hosts: string[] = []
    vi.stubGlobal('fetch', async (input: string) => {
      hosts.push(new URL(input).pathname)
      return input.endsWith('oauth2/token') ? tokenReply('access-1') : json(fileReply())
    })
    await remote.get(path)
    expect(hosts).toEqual(['/oauth2/token', '/2/files/get_metadata'])
  })

  test('[trap 10] cannot be pointed at an emulator by its options: the base URL is put before every host', async () => {
    const { remote, requests } = scriptedDropbox(
      {
        'api.dropboxapi.com/oauth2/token': [tokenReply('access-1')],
        'api.dropboxapi.com/2/files/get_metadata': [json(fileReply())],
      },
      { baseUrl: 'http://127.0.0.1:4700' },
    )
    await remote.get(path)
    expect(requests.at(-1)?.url).toBe('http://127.0.0.1:4700/api.dropboxapi.com/2/files/get_metadata')
  })

  test('[trap 11] is large and cannot be shaken: it is in no package that a page needs', () => {
    for (const name of ['client', 'react', 'protocol', 'core']) {
      const { dependencies = {} } = require(`../../${name}/package.json`) as { dependencies?: object }
      expect(Object.keys(dependencies)).not.toContain('dropbox')
      expect(Object.keys(dependencies)).not.toContain('@twinfolder/dropbox')
    }
  })

  test('[trap 12] ships a hasher that cannot be imported: ours gives what Dropbox reports', async () => {
    expect(await contentHashOf(new Uint8Array(0))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    const pattern = new Uint8Array(10 * 1024 * 1024).map((_, at) => at % 251)
    expect(await contentHashOf(pattern)).toBe('9b168152f37a1b2c33d9b26ca4a679d5f99f84f8c070fd3a4491d52cbfe96af4')
  })

  test.each([{ '.tag': 'malformed_path' }, { '.tag': 'malformed_path', malformed_path: null }, 'malformed_path'])(
    '[trap 13] types as there what the wire leaves out: %j is a refused name',
    async (inner) => {
      const { remote } = scriptedDropbox({
        'files/get_metadata': [refusal('path/malformed_path', { '.tag': 'path', path: inner })],
      })
      await expect(remote.get(path)).rejects.toMatchObject({ code: 'name_refused' })
    },
  )

  test('[trap 14] wraps replies in `result`: a reply that is not understood is an error, not undefined', async () => {
    const { remote } = scriptedDropbox({ 'files/list_folder': [json({ result: { entries: [] } })] })
    await expect(remote.changes(null)).rejects.toMatchObject({ code: 'unexpected' })
  })
})

const tagged = (tag: string, more: object = {}): object => ({
  error_summary: `${tag}/`,
  error: { '.tag': tag, ...more },
})
const writeLock = { error: { reason: { '.tag': 'too_many_write_operations' } } }

describe('status codes', () => {
  test.each([
    ['[400] a mistake of ours is not repeated', json('Error in call to API function "x": bad', 400), 'unexpected', 1],
    [
      '[401 expired_access_token] is refreshed once',
      json(tagged('expired_access_token'), 401),
      'remote_unavailable',
      2,
    ],
    ['[401 invalid_access_token] needs a new link', json(tagged('invalid_access_token'), 401), 'link_revoked', 1],
    [
      '[401 missing_scope] needs a new link',
      json(tagged('missing_scope', { required_scope: 'x' }), 401),
      'link_revoked',
      1,
    ],
    ['[401 user_suspended] may be lifted', json(tagged('user_suspended'), 401), 'remote_unavailable', 1],
    ['[401 route_access_denied] is a setting of the app', json(tagged('route_access_denied'), 401), 'unexpected', 1],
    ['[401 invalid_select_user] is a mistake of ours', json(tagged('invalid_select_user'), 401), 'unexpected', 1],
    [
      '[403 invalid_account_type] cannot be helped',
      json(tagged('invalid_account_type'), 403),
      'account_unsupported',
      1,
    ],
    ['[403 no_permission] cannot be helped', json(tagged('no_permission'), 403), 'account_unsupported', 1],
    ['[404] an unknown route is a mistake of ours', new Response('<html>', { status: 404 }), 'unexpected', 1],
    ['[409] a tag of the years to come is not guessed', json(tagged('a_tag_of_2031'), 409), 'unexpected', 1],
    ['[422] a path root is never sent', json(tagged('no_permission'), 422), 'unexpected', 1],
    ['[429 text] a plain text is too_many_requests', new Response('slow down', { status: 429 }), 'remote_busy', 4],
    ['[429 reason] a body without a tag is understood', json(writeLock, 429), 'remote_busy', 4],
    ['[429 Retry-After] a long wait is handed back', json('', 429, { 'Retry-After': '300' }), 'remote_busy', 1],
    ['[500] is repeated', json('', 500), 'remote_unavailable', 4],
    ['[502] with a page is repeated', new Response('<html>', { status: 502 }), 'remote_unavailable', 4],
    ['[503 Retry-After] is heard', json('', 503, { 'Retry-After': '60' }), 'remote_unavailable', 1],
    ['[504] is repeated', json('', 504), 'remote_unavailable', 4],
  ])('%s', async (_title, answer, code, requests) => {
    const { remote, sent } = scriptedDropbox({
      'oauth2/token': [() => tokenReply('access-1'), () => tokenReply('access-2')],
      'files/get_metadata': [answer],
    })
    await expect(remote.get(path)).rejects.toMatchObject({ code })
    expect(sent('files/get_metadata')).toHaveLength(requests)
  })

  test('[409 error_summary] ends in random dots: only tags decide', async () => {
    for (const dots of ['', '.', '..', '...']) {
      const error = { '.tag': 'path', path: { '.tag': 'not_found' } }
      const { remote } = scriptedDropbox({
        'files/get_metadata': [json({ error_summary: `path/not_found/${dots}`, error }, 409)],
      })
      expect(await remote.get(path)).toBeNull()
    }
  })

  test('[429 lock] the write lock holds writes back and lets reads pass', async () => {
    const { remote, requests } = scriptedDropbox({
      'files/create_folder_v2': [
        json(writeLock, 429, { 'Retry-After': '1' }),
        () => json({ metadata: fileReply({ name: 'a', path_lower: '/a', path_display: '/a' }) }),
      ],
      'files/get_metadata': [() => json(fileReply())],
    })
    const [folder] = await Promise.all([remote.createFolder(remotePath('/a')), remote.get(path)])
    expect(folder.path).toBe('/a')
    expect(requests.map(({ method }) => method)).toContain('files/get_metadata')
  })

  test('[5xx after a write] the write may have happened: it is looked up before it is repeated', async () => {
    const { remote, requests } = scriptedDropbox({
      'files/upload': [json('', 500)],
      'files/get_metadata': [json(fileReply())],
    })
    await remote.upload(request)
    expect(requests.map(({ method }) => method)).toEqual(['oauth2/token', 'files/upload', 'files/get_metadata'])
  })
})

describe('the wire', () => {
  test('[trap: flat and nested] an upload error is flat, a commit error nested: both are conflicts', async () => {
    const conflict = { '.tag': 'conflict', conflict: { '.tag': 'file' } }
    const flat = { '.tag': 'path', reason: conflict, upload_session_id: 'session-1' }
    const { remote } = scriptedDropbox({ 'files/upload': [refusal('path/conflict/file', flat)] })
    await expect(remote.upload(request)).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  test('[trap: void routes] calls without an argument send no body at all', async () => {
    const { remote, sent } = scriptedDropbox({
      'users/get_current_account': [json('', 403)],
      'users/get_space_usage': [json('', 403)],
    })
    await expect(remote.account()).rejects.toMatchObject({ code: 'account_unsupported' })
    expect(sent('users/get_current_account')[0]?.bytes).toHaveLength(0)
    expect(sent('users/get_current_account')[0]?.headers.get('content-type')).toBeNull()
  })

  test('[trap: headers] names outside ASCII are escaped where an argument is a header', async () => {
    const { remote, sent } = scriptedDropbox({ 'files/upload': [json(fileReply())] })
    await remote.upload({ ...request, path: remotePath('/Acme/Angebot für 東京 \u{1f600}.pdf') })
    expect(sent('files/upload')[0]?.headers.get('dropbox-api-arg')).toMatch(/^[\x20-\x7e]*$/)
    expect(sent('files/upload')[0]?.arg['path']).toBe('/Acme/Angebot für 東京 \u{1f600}.pdf')
  })

  test('[trap: NFD] names are composed before they are sent', async () => {
    const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())] })
    await remote.get(remotePath('/Cafe\u0301'))
    expect(sent('files/get_metadata')[0]?.arg['path']).toBe('/Caf\u00e9')
  })

  test('[trap: root] the app folder is the empty path, and no path root is ever sent', async () => {
    const { remote, sent } = scriptedDropbox({
      'files/list_folder': [json({ entries: [], cursor: 'cursor-1', has_more: false })],
    })
    await remote.changes(null)
    expect(sent('files/list_folder')[0]?.arg).toMatchObject({ path: '', recursive: true })
    expect(sent('files/list_folder')[0]?.headers.has('dropbox-api-path-root')).toBe(false)
  })

  test('[trap: autorename] nothing is ever renamed by Dropbox', async () => {
    const { remote, requests } = scriptedDropbox({
      'files/upload': [json(fileReply())],
      'files/move_v2': [json({ metadata: fileReply() })],
      'files/create_folder_v2': [json({ metadata: fileReply({ name: 'a', path_lower: '/a', path_display: '/a' }) })],
    })
    await remote.upload(request)
    await remote.move(path, remotePath('/b'))
    await remote.createFolder(remotePath('/a'))
    const writes = requests.filter(({ arg }) => arg && 'autorename' in arg)
    expect(writes.map(({ arg }) => arg['autorename'])).toEqual([false, false, false])
  })

  test('[trap: new tags] unknown kinds of entries are passed over, and unknown fields are no mistake', async () => {
    const entries = [{ '.tag': 'hologram', path_lower: '/h' }, fileReply({ a_field_of_2031: true })]
    const { remote } = scriptedDropbox({
      'files/list_folder': [json({ entries, cursor: 'cursor-1', has_more: false })],
    })
    expect((await remote.changes(null)).changes).toHaveLength(1)
  })
})
