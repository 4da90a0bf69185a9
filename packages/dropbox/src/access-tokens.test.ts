import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { accessTokens } from './access-tokens.ts'
import { fileReply, json, scriptedDropbox, tokenReply } from './testing/scripted-dropbox.ts'

const expired = json({ error_summary: 'expired_access_token/..', error: { '.tag': 'expired_access_token' } }, 401)
const id = 'id:abc' as never

test('[X14] twenty calls that need a token at once make one refresh', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())] })
  await Promise.all(Array.from({ length: 20 }, () => remote.get(id)))
  expect(sent('oauth2/token')).toHaveLength(1)
  expect(sent('files/get_metadata')).toHaveLength(20)
  expect(Object.fromEntries(sent('oauth2/token')[0]?.form ?? [])).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'refresh-canary',
    client_id: 'app-key',
  })
})

test('[X14] twenty calls whose token expired at once make one refresh', async () => {
  let issued = 0
  const { remote, sent, requests } = scriptedDropbox({
    'oauth2/token': [() => tokenReply(`access-${++issued}`)],
    'files/get_metadata': [
      () => (requests.at(-1)?.headers.get('authorization') === 'Bearer access-1' ? expired.clone() : json(fileReply())),
    ],
  })
  await remote.get(id)
  expect(issued).toBe(2)
  await Promise.all(Array.from({ length: 20 }, () => remote.get(id)))
  expect(issued).toBe(2)
  expect(sent('files/get_metadata')).toHaveLength(22)
})

test('[C83] an expired token is refreshed once and the call is repeated', async () => {
  let issued = 0
  const { remote, sent, waits } = scriptedDropbox({
    'oauth2/token': [() => tokenReply(`access-${++issued}`)],
    'files/get_metadata': [expired, json(fileReply())],
  })
  expect(await remote.get(id)).toMatchObject({ kind: 'file' })
  expect(sent('files/get_metadata').map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer access-1',
    'Bearer access-2',
  ])
  expect(waits).toEqual([])
})

test('[C83] a token that is called expired right after its refresh ends the call', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [expired] })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'remote_unavailable' })
  expect(sent('files/get_metadata')).toHaveLength(2)
})

test('a token is renewed five minutes before it ends', async () => {
  const { remote, sent, clock } = scriptedDropbox({ 'files/get_metadata': [json(fileReply())] })
  await remote.get(id)
  clock.ms += 14_400_000 - 300_001
  await remote.get(id)
  expect(sent('oauth2/token')).toHaveLength(1)
  clock.ms += 2
  await remote.get(id)
  expect(sent('oauth2/token')).toHaveLength(2)
})

test('[C84] a revoked authorization ends the link at once, without retries', async () => {
  const { remote, requests } = scriptedDropbox({
    'oauth2/token': [json({ error: 'invalid_grant', error_description: 'refresh token is invalid or revoked' }, 400)],
  })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'link_revoked', class: 'needs-user' })
  expect(requests).toHaveLength(1)
})

test('[C84] a token that Dropbox calls invalid is no expired one: no refresh, no repetition', async () => {
  const invalid = json({ error_summary: 'invalid_access_token/.', error: { '.tag': 'invalid_access_token' } }, 401)
  const { remote, requests } = scriptedDropbox({ 'files/get_metadata': [invalid] })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'link_revoked' })
  expect(requests.map(({ method }) => method)).toEqual(['oauth2/token', 'files/get_metadata'])
})

test('[X14] a call that learns late that its token expired takes the one that others have got', async () => {
  let refreshes = 0
  const tokens = accessTokens(async () => ({ token: new Secret(`access-${++refreshes}`), lifetimeMs: 1000 }), {
    now: () => 0,
  })
  const old = await tokens.current()
  const renewed = await tokens.renewed(old)
  expect(await tokens.renewed(old)).toBe(renewed)
  expect(refreshes).toBe(2)
})

test('a refresh that fails for now is tried again, and its failure is not tried again by the call', async () => {
  const { remote, requests } = scriptedDropbox({ 'oauth2/token': [json('', 500)] }, { maxAttempts: 3 })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'remote_unavailable' })
  expect(requests).toHaveLength(3)
})

test('a caller who gives up does not end the refresh that others wait for', async () => {
  let issue: (token: string) => void = () => {}
  const issued = new Promise<string>((resolve) => (issue = resolve))
  let refreshes = 0
  const tokens = accessTokens(
    async () => {
      refreshes += 1
      return { token: new Secret(await issued), lifetimeMs: 1000 }
    },
    { now: () => 0 },
  )
  const impatient = new AbortController()
  const first = tokens.current(impatient.signal)
  const second = tokens.current()
  impatient.abort()
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  issue('access')
  expect((await second).reveal()).toBe('access')
  expect(refreshes).toBe(1)
})

test('a failed refresh does not stay: the next call tries again', async () => {
  const { remote, sent } = scriptedDropbox({
    'oauth2/token': [json({ error: 'invalid_client' }, 400), () => tokenReply('access-1')],
    'files/get_metadata': [json(fileReply())],
  })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'unexpected' })
  expect(await remote.get(id)).toMatchObject({ kind: 'file' })
  expect(sent('oauth2/token')).toHaveLength(2)
})
