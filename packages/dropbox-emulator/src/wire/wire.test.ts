import { expect, test } from 'vitest'

import { setup } from '../testing/setup.ts'

const apiUrl = 'https://api.dropboxapi.com/2/'

async function textOf(response: Promise<Response>) {
  const answer = await response
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

function badRequest(text: string) {
  return { status: 400, type: 'text/plain; charset=utf-8', text }
}

test.each([
  [
    'files/list_folder',
    { path: '/' },
    'request body: path: Specify the root folder as an empty string rather than as "/".',
  ],
  ['files/list_folder', { path: '', pat: 1 }, "request body: unknown field 'pat'"],
  [
    'files/list_folder',
    { path: 'a' },
    String.raw`request body: path: 'a' did not match pattern '(/(.|[\r\n])*)?|id:.*|(ns:[0-9]+(/.*)?)'`,
  ],
  ['files/list_folder', { path: null }, 'request body: path: expected string, got null'],
  ['files/list_folder', { path: '', recursive: 'yes' }, 'request body: recursive: expected boolean, got string'],
  ['files/delete_v2', {}, "request body: missing required field 'path'"],
  ['files/get_metadata', { path: '' }, 'request body: path: The root folder is unsupported.'],
  ['users/get_current_account', {}, 'request body: expected null, got value'],
])('%s refuses %o as plain text', async (name, arg, message) => {
  const { rpc } = setup()
  expect(await textOf(rpc(name, arg))).toEqual(badRequest(`Error in call to API function "${name}": ${message}`))
})

test('arguments in the header are checked as strictly', async () => {
  const { download, upload } = setup()
  expect(await textOf(download({ pat: '/a' }))).toEqual(
    badRequest('Error in call to API function "files/download": HTTP header "Dropbox-API-Arg": unknown field \'pat\''),
  )
  expect(await textOf(upload('files/upload', { path: '/a', mode: 'update' }))).toEqual(
    badRequest(
      'Error in call to API function "files/upload": HTTP header "Dropbox-API-Arg": mode: expected object for \'update\', got symbol',
    ),
  )
  expect((await upload('files/upload', { path: '/a', mode: 'overwrite' }, 'x')).status).toBe(200)
})

test('content types are checked', async () => {
  const { accessToken, fetch } = setup()
  const call = (url: string, type: string, headers = {}) =>
    textOf(
      fetch(url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': type, ...headers },
        body: '{"path":""}',
      }),
    )
  expect((await call(`${apiUrl}files/list_folder`, 'text/plain; charset=dropbox-cors-hack')).status).toBe(200)
  expect((await call(`${apiUrl}files/list_folder`, 'application/json;charset=UTF-8')).status).toBe(200)
  expect((await call(`${apiUrl}files/list_folder`, 'application/x-www-form-urlencoded')).text).toBe(
    'Error in call to API function "files/list_folder": Bad HTTP "Content-Type" header: "application/x-www-form-urlencoded".  Expecting one of "application/json", "application/json; charset=utf-8", "text/plain; charset=dropbox-cors-hack".',
  )
  const upload = 'https://content.dropboxapi.com/2/files/upload'
  expect((await call(upload, 'application/json', { 'Dropbox-API-Arg': '{"path":"/a"}' })).status).toBe(400)
})

test('a missing token is a bad request, an unknown one is not authorized', async () => {
  const { fetch } = setup()
  const call = (headers: Readonly<Record<string, string>>) =>
    fetch(`${apiUrl}files/list_folder`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{"path":""}',
    })
  expect((await textOf(call({}))).text).toBe(
    'Error in call to API function "files/list_folder": Must provide HTTP header "Authorization" or URL parameter "authorization".',
  )
  const unknown = await call({ Authorization: 'Bearer nonsense' })
  expect(unknown.status).toBe(401)
  expect(await unknown.json()).toMatchObject({ error: { '.tag': 'invalid_access_token' } })
})

test('a long poll with a token is refused', async () => {
  const { accessToken, fetch } = setup()
  const poll = fetch('https://notify.dropboxapi.com/2/files/list_folder/longpoll', {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: '{"cursor":"x"}',
  })
  expect((await textOf(poll)).text).toContain('includes an Authorization header, but this function does not use it')
})

test('an app folder has no path root', async () => {
  const { accessToken, emulator, fetch, owner } = setup()
  const call = (token: string, root: string) =>
    fetch(`${apiUrl}files/list_folder`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Dropbox-API-Path-Root': root,
      },
      body: '{"path":""}',
    })
  expect((await textOf(call(accessToken, '{".tag":"home"}'))).text).toBe(
    'Error in call to API function "files/list_folder": Path root is not supported for sandbox app.',
  )
  emulator.apps.add({ key: 'full', secret: 's', access: 'full' })
  const full = emulator.tokenFor(owner.email, 'full').accessToken
  expect((await call(full, '{".tag":"home"}')).status).toBe(200)
  const wrong = await call(full, '{".tag":"root","root":"1"}')
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ error: { '.tag': 'invalid_root' } })
})

test('summaries end in a random run of dots', async () => {
  const { rpc } = setup()
  const summaries = new Set<string>()
  for (let round = 0; round < 60; round += 1) {
    const body: { error_summary: string } = await (await rpc('files/get_metadata', { path: '/x' })).json()
    summaries.add(body.error_summary)
  }
  expect([...summaries].sort()).toEqual([
    'path/not_found/',
    'path/not_found/.',
    'path/not_found/..',
    'path/not_found/...',
  ])
})

test('every answer has a request id, and an unknown function is 404', async () => {
  const { rpc } = setup()
  expect((await rpc('users/get_space_usage', null)).headers.get('x-dropbox-request-id')).toMatch(/^[0-9a-f]{32}$/)
  expect((await rpc('files/unheard_of', null)).status).toBe(404)
})

test('an argument may be in the query as UTF-8, but not unescaped in the header', async () => {
  const { accessToken, dropbox, fetch } = setup()
  await dropbox.filesUpload({ path: '/Été 🚀.txt', contents: 'x' })
  const arg = encodeURIComponent(JSON.stringify({ path: '/Été 🚀.txt' }))
  const url = `https://content.dropboxapi.com/2/files/download?arg=${arg}&authorization=Bearer%20${accessToken}`
  for (const method of ['GET', 'POST']) {
    const response = await fetch(url, { method })
    expect(response.status).toBe(200)
    const header = response.headers.get('dropbox-api-result') ?? ''
    expect(header).toMatch(/^[\x20-\x7e]*$/)
    expect(JSON.parse(header)).toMatchObject({ name: 'Été 🚀.txt' })
    expect(JSON.parse(header)).not.toHaveProperty('.tag')
  }
  const unescaped = fetch('https://content.dropboxapi.com/2/files/download', {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Dropbox-API-Arg': '{"path":"/\u00c9.txt"}' },
  })
  expect((await textOf(unescaped)).text).toContain('could not decode input as JSON')
})

test('pages of any origin may ask', async () => {
  const { fetch } = setup()
  const preflight = await fetch(`${apiUrl}files/list_folder`, {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Headers': 'authorization,content-type' },
  })
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type')
})

test('a page can send simple requests, and hear when one is not simple', async () => {
  const { accessToken, fetch } = setup()
  const simple = `authorization=Bearer%20${accessToken}&reject_cors_preflight=true`
  const headers = { 'Content-Type': 'text/plain; charset=dropbox-cors-hack' }
  const arg = encodeURIComponent('{"path":"/é.txt"}')
  const upload = `https://content.dropboxapi.com/2/files/upload?${simple}&arg=${arg}`
  expect((await fetch(upload, { method: 'POST', headers, body: 'x' })).status).toBe(200)
  const list = await fetch(`${apiUrl}files/list_folder?${simple}`, { method: 'POST', headers, body: '{"path":""}' })
  expect(await list.json()).toMatchObject({ entries: [{ name: 'é.txt' }] })
  expect((await fetch(upload, { method: 'OPTIONS' })).status).toBe(400)
})
