import type { LookupFunction } from 'node:net'

import { dropbox, dropboxHosts } from '@twinfolder/dropbox'
import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

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
