import { expect, test } from 'vitest'

import { saveFiles, seenBy } from '../testing/record-steps.ts'
import { company, jonas, link, sofie, testServer, whileWorking } from '../testing/test-server.ts'

const START = '2026-11-22T08:30:00.000Z'

test('[P33] a link that was looked at says when, also when nothing had changed', async () => {
  const server = testServer()
  await saveFiles(server, ['a.txt'])
  const checkedAt = async (who = sofie) => (await seenBy(server, who).sync())['checkedAt']
  expect(await checkedAt()).toBeNull()
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await server.until(async () => (await checkedAt()) === START)
    server.clock.advance(90_000)
    expect(await checkedAt()).toBe(START)
    await seenBy(server).press()
    await server.until(async () => (await checkedAt()) === '2026-11-22T08:31:30.000Z')
  })
  expect(await checkedAt(jonas)).toBeNull()
  expect((await seenBy(server, sofie, '2').sync())['checkedAt']).toBeNull()
})

test('a look that did not succeed is none', async () => {
  const server = testServer()
  await saveFiles(server, ['a.txt'], company('1'))
  await link(server, sofie, server.remotes.sofie)
  const checkedAt = async () => (await seenBy(server).sync())['checkedAt']
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await server.until(async () => (await checkedAt()) === START)
    server.clock.advance(60_000)
    server.remotes.sofie.owner.revoke()
    await seenBy(server).press()
    await server.until(async () => (await seenBy(server).sync())['link'] === 'reconnect')
  })
  expect(await checkedAt()).toBe(START)
})
