import { describe, expect, test } from 'vitest'

import { remotePath } from '../../domain/remote-path.ts'
import { bytes, remoteContract, webSha256 } from '../../testing/index.ts'
import { manualClock } from '../manual-clock.ts'
import { seededRandom } from '../seeded-random.ts'
import { type MemoryRemoteOptions, memoryRemote } from './memory-remote.ts'

const make = (options: Partial<MemoryRemoteOptions> = {}) =>
  memoryRemote({ clock: manualClock(), random: seededRandom(1), sha256: webSha256, ...options })

const setup = (options: Partial<MemoryRemoteOptions> = {}) => {
  const remote = make(options)
  const troubled = (trouble: (remote: ReturnType<typeof make>) => void) => () => {
    const other = make()
    trouble(other)
    return other
  }
  const { owner } = remote
  return {
    remote,
    owner,
    faults: {
      loseCursors: () => owner.loseCursors(),
      damageNextDownload: () => owner.damageNextDownload(),
      putDocument: (path: string) => owner.put(path, bytes(''), { downloadable: false }),
      revokedRemote: troubled((other) => other.owner.revoke()),
      fullRemote: troubled((other) => other.owner.setAllocatedBytes(0)),
      readOnlyRemote: troubled((other) => other.owner.setReadOnly(true)),
    },
  }
}

remoteContract('memory', () => setup())
remoteContract('memory, with two changes on a page', () => setup({ pageSize: 2 }))

describe('the owner of a memory remote', () => {
  const path = remotePath('/a.txt')

  test('[C37] changes the case of a name without a word in the feed', async () => {
    const { owner, ...remote } = make()
    await owner.put('/a.txt', bytes('a'))
    const { cursor } = await remote.changes(null)
    await owner.move('/a.txt', '/A.TXT')
    expect((await remote.changes(cursor)).changes).toEqual([])
    expect(await remote.get(path)).toMatchObject({ path: '/A.TXT', pathLower: '/a.txt' })
  })

  test('[C38] sees no new case when we move a file to one', async () => {
    const remote = make()
    await remote.owner.put('/a.txt', bytes('a'))
    await remote.move(path, remotePath('/A.TXT'))
    expect(remote.owner.tree()).toMatchObject([{ path: '/a.txt' }])
  })

  test('[C15] gets a new revision for the same bytes', async () => {
    const { owner } = make()
    const first = await owner.put('/a.txt', bytes('a'))
    const second = await owner.put('/a.txt', bytes('a'))
    expect(second).toMatchObject({ id: first.id, contentHash: first.contentHash })
    expect(second.revision).not.toBe(first.revision)
  })

  test('[C54] names one file by both compositions of a letter', async () => {
    const { owner } = make()
    await owner.put('/e\u0301.txt', bytes('decomposed'))
    await owner.put('/\u00e9.txt', bytes('composed'))
    expect(owner.tree()).toMatchObject([{ name: '\u00e9.txt', pathLower: '/\u00e9.txt' }])
  })

  test('frees room by deleting a folder', async () => {
    const { owner, ...remote } = make()
    await owner.put('/folder/a.txt', bytes('12345'))
    await owner.delete('/folder')
    expect((await remote.account()).quota.usedBytes).toBe(0)
  })

  test('sees the calls that were made, also those that failed', async () => {
    const remote = make()
    await remote.get(path)
    remote.owner.revoke()
    await remote.get(path).catch(() => null)
    expect(remote.calls).toEqual([
      { method: 'get', subject: '/a.txt' },
      { method: 'get', subject: '/a.txt' },
    ])
    remote.clearCalls()
    expect(remote.calls).toEqual([])
  })

  test('lets us back in after a disconnection', async () => {
    const { owner, ...remote } = make()
    owner.revoke()
    owner.authorize()
    expect(await remote.get(path)).toBeNull()
  })
})
