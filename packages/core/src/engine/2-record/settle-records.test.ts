import { expect, test } from 'vitest'

import { SyncError } from '../../sync-error.ts'
import { bytes } from '../../testing/bytes.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

const person = { userId: 'user-ada', name: 'Ada', via: 'host' } as const

test('[S19] a record that is stopped while the folder of another one is made gets none', async () => {
  const { acme, record, ada, engine, faults } = await engineWorld()
  const beta = record('2', 'Beta')
  // The first folder that is made is that of the module, then comes Acme's.
  faults.meanwhile('createFolder', () => faults.meanwhile('createFolder', () => engine.stop(ada.linkId, beta, person)))
  await ada.press(acme, beta)
  expect(ada.folders()).toEqual(['/Companies', '/Companies/Acme (1)'])
})

test('[S14] a record whose listing fails stops none of those that are looked at with it', async () => {
  const { acme, record, ada, crm, host, faults } = await engineWorld()
  const beta = record('2', 'Beta')
  await ada.press(acme, beta)
  await crm.put('a.txt', 'a')
  await host.put(beta, { folder: [], name: 'b.txt' }, bytes('b'))
  faults.add({ method: 'list', when: 'before', error: new SyncError('host_unavailable', 'No answer.') })
  const report = await ada.press(acme, beta)
  expect(report.records.map(({ end }) => end)).toEqual(['failed', 'synced'])
  expect(await ada.files('/Companies/Beta (2)')).toEqual(['b.txt: b'])
})

test('[S9] two records of one name get two folders, also where many are settled together', async () => {
  const { ada, record } = await engineWorld({ settings: { transfers: 8 } })
  const records = ['2', '3', '4'].map((number) => record(number, 'Beta'))
  await ada.press(...records)
  expect(ada.folders()).toEqual(['/Companies', '/Companies/Beta (2)', '/Companies/Beta (3)', '/Companies/Beta (4)'])
})
