import { expect, test } from 'vitest'

import { SyncError } from '../../sync-error.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

test('[S14] a file that fails waits a minute, then four, then sixteen, at most six hours', async () => {
  const { ada, acme, clock, crm, faults, host } = await engineWorld()
  await crm.put('a.txt', 'h1')
  const attempt = async (): Promise<number> => {
    let attempts = 0
    const count = (): void => {
      attempts += 1
    }
    faults.meanwhile('read', count)
    faults.add({ method: 'read', when: 'before', error: new SyncError('host_unavailable', 'Not now.') })
    await ada.sync()
    return attempts
  }
  faults.add({ method: 'read', when: 'before', error: new SyncError('host_unavailable', 'Not now.') })
  await ada.press(acme)
  for (const minutes of [1, 4, 16, 64, 256, 360, 360]) {
    clock.advance(minutes * 60_000 - 1)
    expect(await attempt(), `${minutes} minutes are not over`).toBe(0)
    clock.advance(1)
    expect(await attempt(), `${minutes} minutes are over`).toBe(1)
  }
  expect(host.allFiles(acme)).toHaveLength(1)
})

test('[S14] new contents are tried at once', async () => {
  const { ada, acme, crm, faults } = await engineWorld()
  await crm.put('a.txt', 'h1')
  faults.add({ method: 'read', when: 'before', error: new SyncError('host_unavailable', 'Not now.') })
  await ada.press(acme)
  expect(await ada.files()).toEqual([])
  await crm.put('a.txt', 'h2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: h2'])
  await ada.isAtRest()
})
