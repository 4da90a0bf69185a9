import { expect, test } from 'vitest'

import { folderOf, namesInDropbox, saveFiles, seenBy } from '../testing/record-steps.ts'
import { type Who, jonas, link, recordPath, sofie, testServer, whileWorking } from '../testing/test-server.ts'

test('[X61] a copy tells its place to its owner alone', async () => {
  const remoteFolderUrl = (path: string) => `https://dropbox.example/home${path}`
  const server = testServer({ remoteFolderUrl })
  const [file] = await saveFiles(server, ['a.txt'])
  await link(server, sofie, server.remotes.sofie)
  await link(server, jonas, server.remotes.jonas)
  const copies = async (who: Who) => {
    const answer = await server.get(who, `${recordPath('1')}/files/${file?.id}`)
    return ((await answer.json()) as { copies: unknown[] }).copies
  }
  const mine = {
    isMine: true,
    path: `${folderOf()}/a.txt`,
    url: `https://dropbox.example/home${folderOf()}`,
  }
  const others = { isMine: false, path: null, url: null, state: 'present' }
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await seenBy(server, jonas).settle()
    expect(await copies(sofie)).toEqual([
      { firstName: 'Sofie', ...mine, state: 'present' },
      { firstName: 'Jonas', ...others },
    ])
    await server.remotes.jonas.owner.delete(`${folderOf()}/a.txt`)
    await seenBy(server, jonas).press()
    await server.until(async () => (await seenBy(server, jonas).sync())['detached'] === 1)
  })
  expect(namesInDropbox(server, 'jonas')).toEqual([])
  expect(await copies(sofie)).toEqual([{ firstName: 'Sofie', ...mine, state: 'present' }])
  expect(await copies(jonas)).toEqual(
    expect.arrayContaining([
      { firstName: 'Sofie', ...others },
      { firstName: 'Jonas', ...mine, state: 'removed' },
    ]),
  )
})
