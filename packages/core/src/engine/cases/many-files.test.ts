import { expect, test } from 'vitest'

import { bytes, textOf } from '../../testing/bytes.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

test('[C95] two thousand new files, stopped in the middle and gone on with by another process: each goes up once', async () => {
  const { ada, crm, acme, engine, host, faults, trace } = await engineWorld()
  for (let at = 0; at < 2000; at += 1) await host.put(acme, `file ${at}.txt`, bytes(`content ${at}`))
  await engine.enrol(ada.linkId, acme, 'user-ada')
  const { signal, abort } = cancellation()
  for (let seen = 0; seen < 700; seen += 1) faults.meanwhile('upload', () => undefined)
  faults.meanwhile('upload', abort)
  const stopped = await engine.runPass(ada.linkId, { records: [acme], owner: 'worker-1', signal })
  expect(stopped.outcome).toBe('cancelled')
  await ada.sync()
  const uploads = trace.filter(({ op }) => op.startsWith('upload'))
  expect(uploads).toHaveLength(2000)
  expect(new Set(uploads.map(({ op }) => op)).size).toBe(2000)
  expect((await ada.files()).length).toBe(2000)
  expect(crm.files().length).toBe(2000)
  expect(textOf((await ada.remote.owner.bytesOf('/Companies/Acme (1)/file 1999.txt')) ?? bytes(''))).toBe(
    'content 1999',
  )
  await ada.isAtRest()
})

test.each(['gives way', 'is cancelled'] as const)(
  '[C95] a record that a pass was done with is settled when the pass %s, and no later pass need look at it',
  async (how) => {
    const { ada, acme, record, engine, host, store } = await engineWorld()
    const beta = record('2', 'Beta')
    await host.put(acme, 'a.txt', bytes('a'))
    for (const key of [acme, beta]) await engine.enrol(ada.linkId, key, 'user-ada')
    const { signal, abort } = cancellation()
    const stopped = await engine.runPass(ada.linkId, {
      records: [acme],
      owner: 'worker-1',
      signal,
      givesWay(isThrough) {
        if (isThrough && how === 'is cancelled') abort()
        return isThrough && how === 'gives way'
      },
    })
    expect(stopped.outcome).toBe(how === 'gives way' ? 'more' : 'cancelled')
    expect(stopped.records).toMatchObject([{ record: acme, end: 'synced' }])
    const settledAt = async (key: typeof acme) => (await store.enrolment(ada.linkId, key))?.lastSettledAt
    expect(await settledAt(acme)).not.toBeNull()
    expect(await settledAt(beta)).toBeNull()
    await engine.runPass(ada.linkId, { records: null, owner: 'worker-1' })
    expect(await settledAt(beta)).not.toBeNull()
  },
)

function cancellation() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
