import { type Remote, type RemoteFile, SyncError, type UploadPrecondition, remotePath } from '@twinfolder/core'
import type { Fault, Switches } from '@twinfolder/dropbox-emulator'
import { afterEach, expect, test } from 'vitest'

import { contentHashOf } from '../content-hash-of.ts'
import { type LinkedEmulator, linkedEmulator } from '../testing/linked-emulator.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Setup extends LinkedEmulator {
  /** How often each route was called, without tokens and look-ups of tests. */
  readonly calls: () => Readonly<Record<string, number>>
  readonly fault: (fault: Fault) => string
}

async function setup(switches: Partial<Switches> = {}): Promise<Setup> {
  const linked = await linkedEmulator('in process', { switches })
  closing.push(linked.close)
  await linked.remote.changes(null)
  const { log, faults } = linked.emulator
  const since = log.entries().at(-1)?.number ?? 0
  return {
    ...linked,
    calls: () => {
      const counts: Record<string, number> = {}
      for (const { route } of log.entries({ since })) {
        const name = route.replace(/^files\//, '')
        counts[name] = (counts[name] ?? 0) + 1
      }
      return counts
    },
    fault: (fault) => faults.add(fault),
  }
}

const add: UploadPrecondition = { type: 'add' }

async function upload(
  remote: Remote,
  path: string,
  text = `contents of ${path}`,
  precondition = add,
  signal?: AbortSignal,
) {
  const bytes = new TextEncoder().encode(text)
  const open = async function* () {
    yield bytes
  }
  const contentHash = await contentHashOf(bytes)
  return remote.upload(
    { path: remotePath(path), open, sizeBytes: bytes.byteLength, contentHash, precondition },
    { signal },
  )
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `/many/${at}.txt`)
const uploads = (remote: Remote, count: number): Promise<readonly RemoteFile[]> =>
  Promise.all(names(count).map((path) => upload(remote, path)))
const codeOf = (error: SyncError): string => error.code

test('one file goes in one call', async () => {
  const { remote, calls } = await setup()
  await upload(remote, '/one.txt')
  expect(calls()).toEqual({ upload: 1 })
})

test('a few go into sessions side by side; whoever comes while one commit is under way shares the next', async () => {
  const { remote, calls } = await setup({ writeLockMs: 30 })
  await uploads(remote, 5)
  const { 'upload_session/start': starts, ...commits } = calls()
  expect(starts).toBe(5)
  expect(Object.values(commits).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2)
})

test('[C95] many share the calls that carry contents, too: 400 files take a dozen calls', async () => {
  const { remote, calls, account, inAccount } = await setup()
  const files = await uploads(remote, 400)
  expect(files.map(({ path }) => path)).toEqual(names(400))
  const { 'upload_session/append_batch': appends = 0, 'upload_session/finish_batch_v2': commits = 0 } = calls()
  expect(appends).toBe(8)
  expect(commits).toBeLessThanOrEqual(4)
  expect(await account.files.read(inAccount('/many/77.txt'))).toEqual(
    new TextEncoder().encode('contents of /many/77.txt'),
  )
})

test('empty files, too, are among them', async () => {
  const { remote } = await setup()
  const files = await Promise.all(names(20).map((path, at) => upload(remote, path, at % 2 ? '' : path)))
  expect(files.map(({ sizeBytes }) => sizeBytes === 0)).toEqual(names(20).map((_, at) => at % 2 === 1))
})

test('[trap: write lock] writes of all kinds at the same moment never meet: one at a time changes a namespace', async () => {
  const { remote, emulator } = await setup({ writeLockMs: 5 })
  const old = await uploads(remote, 12)
  await Promise.all([
    ...names(40).map((path) => upload(remote, `/more${path}`)),
    ...names(20).map((path) => remote.createFolder(remotePath(`/folders${path}`))),
    ...old.slice(0, 6).map((file) => remote.deleteFile(file)),
    ...old.slice(6).map((file) => remote.move(file.path, remotePath(`/moved${file.path}`))),
  ])
  expect(emulator.log.entries({ status: 429 })).toEqual([])
})

test('each entry ends as it would alone: conflicts, deleted files and full folders are told to their callers only', async () => {
  const { remote, account, inAccount } = await setup()
  const [first, second] = await uploads(remote, 10)
  if (!first || !second) throw new Error('No files.')
  await account.files.write(inAccount('/many/0.txt'), 'theirs')
  await account.files.delete(inAccount('/many/1.txt'))
  await remote.createFolder(remotePath('/a folder'))
  const update = ({ revision }: RemoteFile): UploadPrecondition => ({ type: 'update', revision })
  const ends = await Promise.all(
    [
      upload(remote, '/many/0.txt', 'ours', update(first)),
      upload(remote, '/many/1.txt', 'ours', update(second)),
      upload(remote, '/many/2.txt', 'other contents'),
      upload(remote, '/many/3.txt'),
      upload(remote, '/a folder'),
      ...names(10).map((path) => upload(remote, `/new${path}`)),
    ].map((each) => each.then(({ kind }) => kind, codeOf)),
  )
  const refused = 'precondition_failed'
  expect(ends).toEqual([refused, refused, refused, 'file', refused, ...names(10).map(() => 'file')])
  expect(await remote.get(remotePath('/many/1.txt'))).toBeNull()
})

test('two writes to one path are one after the other, not in one batch', async () => {
  const { remote } = await setup()
  const ends = await Promise.all(
    ['/same.txt', '/SAME.txt', ...names(10)].map((path) => upload(remote, path).then(({ kind }) => kind, codeOf)),
  )
  expect(ends.slice(0, 2).toSorted()).toEqual(['file', 'precondition_failed'])
})

test('[C71] a file that changed while it was read is left out; the others go', async () => {
  const { remote } = await setup()
  const planned = await contentHashOf(new TextEncoder().encode('planned'))
  const open = async function* () {
    yield new TextEncoder().encode('changed')
  }
  const changed = remote.upload({
    path: remotePath('/c.txt'),
    open,
    sizeBytes: 7,
    contentHash: planned,
    precondition: add,
  })
  const others = uploads(remote, 20)
  await expect(changed).rejects.toMatchObject({ code: 'hash_mismatch' })
  expect(await others).toHaveLength(20)
  expect(await remote.get(remotePath('/c.txt'))).toBeNull()
})

test.each(['start_batch', 'append_batch', 'finish_batch_v2'])(
  '[C79] a lost reply to %s writes nothing twice',
  async (step) => {
    const { remote, fault, calls, account, inAccount } = await setup()
    fault({ type: 'lostReply', route: `files/upload_session/${step}`, count: 1 })
    const files = await uploads(remote, 30)
    for (const file of files) {
      const revisions = await account.files.get(inAccount(file.path))
      expect(revisions).toMatchObject({ rev: file.revision })
    }
    // What was committed is looked up file by file and not committed again.
    if (step === 'finish_batch_v2')
      expect(calls()).toMatchObject({ 'upload_session/finish_batch_v2': 1, get_metadata: 30 })
  },
)

test('[C79] a commit that was lost before it arrived is repeated after a look', async () => {
  const { remote, fault } = await setup()
  fault({ type: 'closedConnection', when: 'before', route: 'files/upload_session/finish_batch_v2', count: 1 })
  expect(await uploads(remote, 30)).toHaveLength(30)
})

test.each(['complete', 'job'] as const)(
  'folders are made together, also where that is a %s',
  async (createFolderBatch) => {
    const { remote, calls } = await setup({ createFolderBatch, jobPolls: 2 })
    const folders = await Promise.all(names(200).map((path) => remote.createFolder(remotePath(path))))
    expect(folders.map(({ path }) => path)).toEqual(names(200))
    const { create_folder_v2: single, ...together } = calls()
    expect(single).toBeUndefined()
    expect(together).toEqual(
      createFolderBatch === 'job'
        ? { create_folder_batch: 1, 'create_folder_batch/check': 3 }
        : { create_folder_batch: 1 },
    )
  },
)

test('[C79] folders whose reply was lost are there', async () => {
  const { remote, fault, calls } = await setup()
  fault({ type: 'lostReply', route: 'files/create_folder_batch', count: 1 })
  expect(await Promise.all(names(10).map((path) => remote.createFolder(remotePath(path))))).toHaveLength(10)
  expect(calls()).toMatchObject({ create_folder_batch: 1 })
})

test('[S6] deletions go in one job, each on the condition of its revision', async () => {
  const { remote, account, inAccount, calls } = await setup()
  const files = await uploads(remote, 60)
  await account.files.write(inAccount('/many/5.txt'), 'theirs')
  const ends = await Promise.all(files.map((file) => remote.deleteFile(file).catch(codeOf)))
  expect(ends.filter((end) => end === 'deleted')).toHaveLength(59)
  expect(ends[5]).toBe('precondition_failed')
  expect(calls()).toMatchObject({ delete_batch: 1, 'delete_batch/check': 2 })
  expect(calls()).not.toHaveProperty('delete_v2')
})

test.each(['files/delete_batch', 'files/delete_batch/check'])('[C79] a lost reply to %s', async (route) => {
  const { remote, fault } = await setup()
  const files = await uploads(remote, 20)
  fault({ type: 'lostReply', route, count: 1 })
  expect(await Promise.all(files.map((file) => remote.deleteFile(file)))).toEqual(files.map(() => 'deleted'))
})

test('one who gives up leaves the others alone, whether he waited or was being served', async () => {
  const { remote, fault, calls } = await setup()
  fault({ type: 'delay', ms: 60, route: 'files/upload_session/finish_batch_v2' })
  const controller = new AbortController()
  const given = Promise.all(
    names(10).map((path) => upload(remote, `/given${path}`, path, add, controller.signal).catch(codeOf)),
  )
  const kept = uploads(remote, 10)
  while (!calls()['upload_session/append_batch']) await new Promise((resolve) => setTimeout(resolve, 2))
  controller.abort()
  expect(await given).toEqual(names(10).map(() => 'cancelled'))
  expect(await kept).toHaveLength(10)
})

test('[C80] a long block is handed to all who wait, and nobody asks again', async () => {
  const { remote, fault, calls, waits } = await setup()
  fault({ type: 'status', status: 429, retryAfter: 300 })
  const ends = await Promise.all(names(50).map((path) => upload(remote, path).catch((error: SyncError) => error)))
  for (const end of ends) expect(end).toMatchObject({ code: 'remote_busy' })
  expect(ends.every((end) => end instanceof SyncError && (end.retryAfterMs ?? 0) > 299_000)).toBe(true)
  expect(Object.values(calls()).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2)
  expect(waits).toEqual([])
})

test('[C81] [409 too_many_write_operations] an entry that met somebody else in the namespace is sent again', async () => {
  const { remote, fault } = await setup()
  const failure = { '.tag': 'path', path: { '.tag': 'too_many_write_operations' } }
  const entries = names(20).map(() => ({ '.tag': 'failure', failure }))
  fault({ type: 'status', status: 200, route: 'files/upload_session/finish_batch_v2', count: 1, body: { entries } })
  expect(await uploads(remote, 20)).toHaveLength(20)
})

test('a reply with too few outcomes is looked up entry by entry', async () => {
  const { remote, fault } = await setup()
  fault({ type: 'status', status: 200, route: 'files/upload_session/finish_batch_v2', count: 1, body: { entries: [] } })
  expect(await uploads(remote, 20)).toHaveLength(20)
})
