import { expect, test } from 'vitest'

import { remotePath } from '../../domain/remote-path.ts'

import type { CallOptions, CallPriority, Remote, RemoteLanes } from '../../ports/remote.ts'
import { bytes } from '../../testing/bytes.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

/** A remote that says how much it can use, and what it was offered at once. */
function counted(lanes: RemoteLanes | undefined) {
  const most: Record<string, number> = {}
  const priorities = new Set<CallPriority | undefined>()
  const running: Record<string, number> = {}
  const count = async <Result>(method: string, options: CallOptions | undefined, call: () => Promise<Result>) => {
    priorities.add(options?.priority)
    running[method] = (running[method] ?? 0) + 1
    most[method] = Math.max(most[method] ?? 0, running[method])
    // Long enough for everybody else who starts now.
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve()
    try {
      return await call()
    } finally {
      running[method] -= 1
    }
  }
  const disguise = (remote: Remote): Remote => ({
    ...remote,
    lanes,
    upload: (request, options) => count('upload', options, () => remote.upload(request, options)),
    createFolder: (path, options) => count('createFolder', options, () => remote.createFolder(path, options)),
    deleteFile: (file, options) => count('deleteFile', options, () => remote.deleteFile(file, options)),
    download: (file, options) => count('download', options, () => remote.download(file, options)),
  })
  return { most, priorities, disguise }
}

async function everything(lanes: RemoteLanes | undefined) {
  const { most, priorities, disguise } = counted(lanes)
  const { ada, acme, record, engine, host, crm } = await engineWorld({ disguise })
  const records = [acme, record('2', 'Beta'), record('3', 'Gamma'), record('4', 'Delta')]
  for (const key of records) {
    await engine.enrol(ada.linkId, key, 'user-ada')
    for (let at = 0; at < 10; at += 1) {
      await host.put(key, { folder: [`Folder ${at}`], name: 'a.txt' }, bytes(`${key.id} ${at}`))
    }
  }
  await engine.runPass(ada.linkId, { records, owner: 'worker-1', priority: 'bulk' })
  for (let at = 0; at < 9; at += 1) await ada.put(`new ${at}.txt`, `new ${at}`)
  for (let at = 0; at < 8; at += 1) await crm.remove(`Folder ${at}/a.txt`)
  await engine.runPass(ada.linkId, { records: null, owner: 'worker-1', priority: 'bulk' })
  await ada.isAtRest()
  return { most, priorities }
}

test('[C95] as many ops are under way as the remote can use, record folders among them', async () => {
  const { most } = await everything({ uploads: 40, folders: 30, deletions: 6, downloads: 7 })
  expect(most).toEqual({ upload: 40, createFolder: 30, deleteFile: 6, download: 7 })
})

test('[C95] a remote that says nothing is offered four transfers, and one of everything else', async () => {
  const { most } = await everything(undefined)
  expect(most).toEqual({ upload: 4, createFolder: 1, deleteFile: 1, download: 4 })
})

test('[S14] every call of a pass says why the pass runs', async () => {
  const { priorities } = await everything(undefined)
  expect(priorities).toEqual(new Set(['bulk']))
})

test('[C58] [X41] records whose names are one name to the remote get a folder each, also when all are made at once', async () => {
  // A remote to which a zero-width space in the name of a folder is nothing; a rule that we do not know.
  const disguise = (remote: Remote): Remote => ({
    ...remote,
    lanes: { uploads: 8, folders: 8, deletions: 8, downloads: 8 },
    createFolder: (path, options) => remote.createFolder(remotePath(path.replaceAll('\u200b', '')), options),
  })
  const { ada, record, engine, host, crm, store } = await engineWorld({ disguise })
  const records = [record('7', 'Acme'), record('7\u200b', 'Acme'), record('7\u200b\u200b', 'Acme')]
  for (const [index, key] of records.entries()) {
    await engine.enrol(ada.linkId, key, 'user-ada')
    await host.put(key, { folder: [], name: `of-${index}.txt` }, bytes(`${index}`))
  }
  // The ids, too, are alike to it but for one: two of the three have a name of their own.
  await engine.runPass(ada.linkId, { records, owner: 'worker-1', priority: 'bulk' })
  await engine.runPass(ada.linkId, { records, owner: 'worker-1', priority: 'bulk' })
  const enrolments = await store.enrolments(ada.linkId)
  const made = enrolments.flatMap(({ folderId }) => folderId ?? [])
  expect(made.length).toBeGreaterThanOrEqual(2)
  expect(new Set(made).size).toBe(made.length)
  for (const [index, key] of records.entries()) {
    expect(crm.of(key).files()).toEqual([`of-${index}.txt: ${index}`])
  }
})
