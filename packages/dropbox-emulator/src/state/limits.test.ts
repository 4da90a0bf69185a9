import { describe, expect, test } from 'vitest'

import { connect, jonas, setup } from '../testing/setup.ts'

async function statuses(calls: readonly Promise<Response>[]): Promise<readonly number[]> {
  return (await Promise.all(calls)).map(({ status }) => status)
}

describe('the one writer of a namespace', () => {
  test('keeps others out while it writes, and nobody who waits for answers', async () => {
    const { rpc } = setup({ switches: { writeLockMs: 20 } })
    const both = await statuses(['/a', '/b'].map((path) => rpc('files/create_folder_v2', { path })))
    expect(new Set(both)).toEqual(new Set([200, 429]))
    for (const path of ['/c', '/d', '/e']) expect((await rpc('files/create_folder_v2', { path })).status).toBe(200)
  })

  test('does not keep out who reads, or who writes elsewhere', async () => {
    const { emulator, rpc } = setup({ switches: { writeLockMs: 20 } })
    const other = connect(emulator, jonas)
    const arg = { path: '/a' }
    const calls = [rpc('files/create_folder_v2', arg), other.rpc('files/create_folder_v2', arg)]
    expect(await statuses([...calls, rpc('files/list_folder', { path: '' })])).toEqual([200, 200, 200])
  })

  test('is one for every app that writes there, and another in a shared folder', async () => {
    const { emulator, owner, rpc } = setup({ switches: { writeLockMs: 20 } })
    emulator.apps.add({ key: 'full', secret: 'full', access: 'full' })
    const full = connect(emulator, owner.email, 'full')
    await owner.files.createFolder('/Shared')
    owner.special.shareFolder('/Shared')
    const make = (path: string) => full.rpc('files/create_folder_v2', { path })
    const first = rpc('files/create_folder_v2', { path: '/a' })
    const others = [make('/Apps/Demo CRM/b'), make('/Shared/c'), make('/d')]
    expect(await statuses([first, ...others])).toEqual([200, 429, 200, 200])
  })

  test('does all of a batch', async () => {
    const { rpc } = setup({ switches: { writeLockMs: 20 } })
    const answer = await rpc('files/create_folder_batch', { paths: ['/a', '/b', '/c'] })
    const { entries } = (await answer.json()) as { readonly entries: readonly { readonly '.tag': string }[] }
    expect(entries.map((entry) => entry['.tag'])).toEqual(['success', 'success', 'success'])
  })

  test('gives the lock back when its write is refused', async () => {
    const { rpc } = setup({ switches: { writeLockMs: 20 } })
    await rpc('files/create_folder_v2', { path: '/a' })
    expect((await rpc('files/create_folder_v2', { path: '/a' })).status).toBe(409)
    expect((await rpc('files/create_folder_v2', { path: '/b' })).status).toBe(200)
  })
})

describe('the limit of calls', () => {
  test('is for one account and app, counts refused calls, and passes with time', async () => {
    const { emulator, rpc } = setup({ switches: { callsPerMinute: 2, rateLimitRetryAfter: 15 } })
    const other = connect(emulator, jonas)
    const call = () => rpc('users/get_space_usage', null)
    expect(await statuses([call(), call()])).toEqual([200, 200])
    const refused = await call()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15'])
    expect((await other.rpc('users/get_space_usage', null)).status).toBe(200)
    emulator.clock.advance(59_000)
    expect((await call()).status).toBe(429)
    emulator.clock.advance(2_000)
    // What was refused in the meantime still counts.
    expect(await statuses([call(), call()])).toEqual([200, 429])
  })

  test('may be told without a time to wait', async () => {
    const { rpc } = setup({ switches: { callsPerMinute: 1, rateLimitRetryAfter: -1 } })
    await rpc('users/get_space_usage', null)
    const refused = await rpc('users/get_space_usage', null)
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, false])
  })
})
