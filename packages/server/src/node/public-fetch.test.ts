import { createHash } from 'node:crypto'
import type { LookupFunction } from 'node:net'

import { dropbox, dropboxHosts } from '@twinfolder/dropbox'
import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { guardedFetch } from './guarded-fetch.ts'
import { publicFetch } from './public-fetch.ts'
import { serveNode } from './serve-node.ts'

const hosts = ['api.remote.example']

/** A resolver that answers with these addresses, whatever is asked. */
function resolving(...addresses: readonly string[]) {
  const asked: string[] = []
  const lookup: LookupFunction = (hostname, _, callback) => {
    asked.push(hostname)
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { asked, lookup }
}

const reasonOf = async (attempt: Promise<unknown>): Promise<string> => {
  const error: unknown = await attempt.then(
    () => new Error('It was sent.'),
    (error: unknown) => error,
  )
  return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : ''
}

test('[X48] only the named hosts are called, over https, at their own port', async () => {
  const { asked, lookup } = resolving('8.8.8.8')
  const fetch = publicFetch({ hosts, lookup })
  for (const url of [
    'http://api.remote.example/',
    'https://api.remote.example:8443/',
    'https://api.remote.example.evil.example/',
    'https://evil.example/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'file:///etc/passwd',
  ]) {
    expect(await reasonOf(fetch(url))).toContain('Only api.remote.example may be called')
  }
  expect(asked).toEqual([])
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1',
  'ff02::1',
])('[X48] a name that leads to %s is not called, also beside a public address', async (address) => {
  for (const addresses of [[address], ['8.8.8.8', address], [address, '2606:4700::1111']]) {
    const { lookup } = resolving(...addresses)
    const reason = await reasonOf(publicFetch({ hosts, lookup })('https://api.remote.example/'))
    expect(reason).toContain('not public')
  }
})

test('[X48] each connection looks its own address up and connects to that one: a name cannot change in between', async () => {
  const asked: string[] = []
  const answers = ['127.0.0.1', '10.0.0.1']
  const lookup: LookupFunction = (hostname, _, callback) => {
    asked.push(hostname)
    callback(null, [{ address: answers[asked.length - 1] ?? '', family: 4 }])
  }
  const fetch = publicFetch({ hosts, lookup })
  for (const _ of answers) expect(await reasonOf(fetch('https://api.remote.example/'))).toContain('not public')
  expect(asked).toEqual(['api.remote.example', 'api.remote.example'])
})

test('[X48] an answer that redirects elsewhere is no answer, and nothing is sent there', async () => {
  const paths: string[] = []
  const listener = await serveNode(
    (request) => {
      paths.push(new URL(request.url).pathname)
      return new Response(null, { status: 302, headers: { location: `${listener.url}/stolen` } })
    },
    { port: 0 },
  )
  try {
    const provider = dropbox({ appKey: 'app', baseUrl: listener.url, maxAttempts: 1 })
    const remote = provider.connect({ refreshToken: new Secret('refresh-canary') })
    await expect(remote.account()).rejects.toMatchObject({ code: 'remote_unavailable' })
    expect(paths).toEqual(['/api.dropboxapi.com/oauth2/token'])
  } finally {
    await listener.close()
  }
})

test('[X48] the hosts of Dropbox are those that its adapter calls', () => {
  expect(dropboxHosts).toEqual(['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com'])
})

test('[X48] what is allowed is called at the address that was looked at, with what was sent, and streams back', async () => {
  const listener = await serveNode(
    async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname === '/gzip') {
        const zipped = new Response('a'.repeat(1000)).body?.pipeThrough(new CompressionStream('gzip'))
        return new Response(zipped, { headers: { 'content-encoding': 'gzip' } })
      }
      const { host, authorization } = Object.fromEntries(request.headers)
      return Response.json({ host, authorization, method: request.method, body: await request.text() })
    },
    { port: 0 },
  )
  const { asked, lookup } = resolving('127.0.0.1')
  const fetch = guardedFetch({ lookup, isAllowedAddress: () => true, assertAllowed: () => undefined })
  const url = `http://api.remote.example:${listener.port}`
  try {
    const init = { method: 'POST', body: 'a body', headers: { authorization: 'Bearer x' } }
    expect(await (await fetch(`${url}/echo`, init)).json()).toEqual({
      host: `api.remote.example:${listener.port}`,
      authorization: 'Bearer x',
      method: 'POST',
      body: 'a body',
    })
    expect(await (await fetch(`${url}/gzip`)).text()).toBe('a'.repeat(1000))
    expect(new Set(asked)).toEqual(new Set(['api.remote.example']))
    const leaving = new AbortController()
    leaving.abort()
    await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow()
  } finally {
    await listener.close()
  }
})

test('[X48] the adapter of Dropbox works through it: linking, sending, receiving', async () => {
  const emulator = createDropboxEmulator({
    apps: [{ key: 'app-key', secret: 'app-secret', folderName: 'Demo CRM' }],
    accounts: [{ email: 'sofie@example.com' }],
  })
  const running = await startEmulator({ port: 0, emulator })
  const fetch = guardedFetch({
    lookup: resolving('127.0.0.1').lookup,
    isAllowedAddress: () => true,
    assertAllowed: () => undefined,
  })
  try {
    const baseUrl = running.url.replace('127.0.0.1', 'dropbox.example')
    const provider = dropbox({ appKey: 'app-key', baseUrl, fetch })
    const codeVerifier = 'verifier-'.repeat(6)
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
    const redirectUri = 'http://127.0.0.1:8080/callback'
    const asked = provider.authorizeUrl({ redirectUri, state: 'state', codeChallenge }).replace(baseUrl, running.url)
    const back = new URL(await emulator.authorize(asked, { account: 'sofie@example.com' }))
    const code = back.searchParams.get('code') ?? ''
    const grant = await provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret(codeVerifier) })
    const remote = provider.connect(grant)
    expect((await remote.account()).email).toBe('sofie@example.com')
    await emulator.accounts.get('sofie@example.com').files.write('/Apps/Demo CRM/a.txt', 'hello')
    const page = await remote.changes(null)
    const [entry] = page.changes.filter(({ kind }) => kind === 'file')
    if (entry?.kind !== 'file') throw new Error('The file was not listed.')
    let received = ''
    for await (const chunk of await remote.download(entry)) received += new TextDecoder().decode(chunk)
    expect(received).toBe('hello')
  } finally {
    await running.close()
  }
})
