import { expect, test } from 'vitest'

import { manyNames, namesInDropbox, saveFiles, seenBy } from '../testing/record-steps.ts'
import { company, link, sofie, testServer, whileWorking } from '../testing/test-server.ts'

test('[C109] [X16] unlinking stops a pass before its next file, gives the token back and leaves nothing to do', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await saveFiles(server, manyNames(60))
  const { upload } = { upload: server.remotes.sofie.upload.bind(server.remotes.sofie) }
  let started = 0
  let underWay = 0
  Object.assign(server.remotes.sofie, {
    upload: async (...given: Parameters<typeof upload>) => {
      started += 1
      underWay += 1
      await new Promise((resolve) => setTimeout(resolve, 200))
      return upload(...given).finally(() => {
        underWay -= 1
      })
    },
  })
  const [before] = await server.stores.sync.links('active')
  const linkId = before?.id ?? ''
  await whileWorking(server, async () => {
    await seenBy(server).press()
    await server.until(() => started >= 5)
    expect((await server.send(sofie, 'DELETE', '/connection')).status).toBe(200)
    const atUnlinking = started
    await server.until(() => underWay === 0)
    // What was on its way may end; nothing is begun after it.
    expect(started - atUnlinking).toBeLessThanOrEqual(8)
    expect(started).toBeLessThan(60)
  })
  expect(await server.stores.links.getGrant(linkId)).toBeNull()
  expect((await server.stores.sync.link(linkId))?.status).toBe('revoked')
  expect(await server.stores.work.isWanted(linkId, company('1'))).toBe(false)
  // The files that went stay there, those of the CRM stay here.
  expect(namesInDropbox(server).length).toBeGreaterThanOrEqual(1)
  expect(server.files.allFiles(company('1'))).toHaveLength(60)
})
