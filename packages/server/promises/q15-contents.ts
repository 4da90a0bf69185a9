import { setTimeout as sleep } from 'node:timers/promises'

import { type ByteStream, SyncError } from '@twinfolder/core'

import type { BlobStore } from '../src/index.ts'
import { sweepBlobs } from '../src/postgres/index.ts'
import { company, folderOf } from './cluster/host-records.ts'
import { APP_FOLDER } from './cluster/emulator-process.ts'
import { randomNumbers } from './context.ts'
import { definePromise } from './promise.ts'
import { type OneProcess, startOneProcess } from './single/one-process.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const DAY_MS = 86_400_000

interface Budget {
  readonly files: number
}

/** Q15: storage that is full, answers 500, or loses its reply; uploads and downloads that break off. The clock is moved. */
export const q15 = definePromise<Budget>({
  id: 'Q15',
  says: 'Whatever goes wrong while contents are stored, no file is without its contents, and no contents stay without a file.',
  budgets: { fast: { files: 60 }, usual: { files: 300 }, long: { files: 3000 } },
  async run(context, { files }) {
    const storage = failingStorage(randomNumbers(context.seed))
    const world = await startOneProcess(context, { accounts: [EMAIL], throughBlobs: storage.through })
    await world.link(USER, EMAIL)
    await world.send(USER, 'POST', '/records/companies/1/sync')
    await world.untilIdle()
    storage.setFailing(true)
    world.emulator.faults.add({
      type: 'cutBody',
      afterBytes: 500,
      route: 'files/download',
      probability: 0.1,
      seed: context.seed,
    })
    const owner = world.emulator.accounts.get(EMAIL).files
    let acknowledged = 0
    let refused = 0
    for (let at = 1; at <= files; at += 1) {
      if (at % 2 === 0) {
        await owner.write(`${APP_FOLDER}${folderOf(1)}/in ${at}.txt`, textOf(at))
        continue
      }
      const isTorn = at % 10 === 1
      const isStored = await upload(world, `out ${at}.txt`, textOf(at), isTorn)
      if (isStored) acknowledged += 1
      else refused += 1
    }
    await world.emulator.webhooks.settled()
    await world.untilIdle()
    storage.setFailing(false)
    world.emulator.faults.clear()
    await world.untilDone()

    const orphans = await blobsWithoutRow(world)
    const swept = await sweepTwice(world)
    const left = await blobsWithoutRow(world)
    const missing = await rowsWithoutBlob(world)
    const { files: present } = await world.files.list(company(1), { after: null, limit: 10_000 })
    const torn = await tornFiles(world, present)
    const wanted = acknowledged + Math.floor(files / 2)
    return {
      measured: `${storage.failures()} failures of the storage, ${refused} of ${acknowledged + refused} uploads refused, ${present.length} files whole, ${orphans.length} contents without a file, ${swept} swept`,
      failures: [
        ...(left.length > 0 ? [`${left.length} contents without a file stayed`] : []),
        ...(missing.length > 0 ? [`${missing.length} files have no contents`] : []),
        ...torn,
        ...(present.length === wanted ? [] : [`the CRM has ${present.length} files, not ${wanted}`]),
        ...(storage.failures() === 0 ? ['nothing went wrong'] : []),
      ],
    }
  },
})

const textOf = (at: number): string => `file ${at} `.padEnd(200 + ((at * 37) % 3000), '.')

/** A disk that is full now and then, and a service that fails before and after it has stored. */
function failingStorage(random: () => number) {
  let isFailing = false
  let count = 0
  const failure = (what: string): SyncError => {
    count += 1
    return new SyncError('host_unavailable', what, { retryAfterMs: 1000 })
  }
  const through = (blobs: BlobStore): BlobStore => ({
    ...blobs,
    async put(body, options) {
      const chance = isFailing ? random() : 1
      if (chance < 0.1) throw failure('The storage answered 500.')
      if (chance < 0.2) return blobs.put(cut(body, failure('The disk is full.')), options)
      const stored = await blobs.put(body, options)
      if (chance < 0.3) throw failure('The storage answered 500 after it had stored.')
      return stored
    },
  })
  return {
    through,
    setFailing(value: boolean) {
      isFailing = value
    },
    failures: () => count,
  }
}

/** The first piece of a stream, and then the end of it. */
async function* cut(body: ByteStream, error: Error): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk.subarray(0, Math.ceil(chunk.byteLength / 2))
    throw error
  }
}

/** @returns whether it was acknowledged */
async function upload(world: OneProcess, name: string, text: string, isTorn: boolean): Promise<boolean> {
  const bytes = new TextEncoder().encode(text)
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(bytes.subarray(0, 100))
      await sleep(1)
      if (isTorn) return controller.error(new Error('The browser went away.'))
      controller.enqueue(bytes.subarray(100))
      controller.close()
    },
  })
  const path = `/records/companies/1/files?name=${encodeURIComponent(name)}`
  const answer = await world.send(USER, 'POST', path, body)
  return answer.status === 201
}

async function idsOf(blobs: BlobStore): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const id of blobs.list()) ids.add(id)
  return ids
}

async function rowIds({ db }: OneProcess): Promise<ReadonlySet<string>> {
  const rows = (await db?.selectFrom('host_file_version').select('blob_id').execute()) ?? []
  return new Set(rows.map(({ blob_id }) => blob_id))
}

async function blobsWithoutRow(world: OneProcess): Promise<readonly string[]> {
  const rows = await rowIds(world)
  return [...(await idsOf(world.blobs))].filter((id) => !rows.has(id))
}

async function rowsWithoutBlob(world: OneProcess): Promise<readonly string[]> {
  const ids = await idsOf(world.blobs)
  return [...(await rowIds(world))].filter((id) => !ids.has(id))
}

/** What a server does at its start and once a day: the first sweep notes, the second one deletes. */
async function sweepTwice({ db, blobs, clock }: OneProcess): Promise<number> {
  if (db === null) return 0
  await sweepBlobs({ db, blobs, clock })
  clock.advance(DAY_MS + 1)
  return sweepBlobs({ db, blobs, clock })
}

async function tornFiles(
  world: OneProcess,
  present: Awaited<ReturnType<OneProcess['files']['list']>>['files'],
): Promise<readonly string[]> {
  const torn: string[] = []
  const tree = await world.emulator.accounts.get(EMAIL).files.tree(`${APP_FOLDER}${folderOf(1)}`)
  for (const file of present) {
    const at = Number(/\d+/.exec(file.name)?.[0])
    const chunks: Uint8Array[] = []
    for await (const chunk of await world.files.read(file)) chunks.push(chunk)
    if (Buffer.concat(chunks).toString() !== textOf(at)) torn.push(`"${file.name}" is torn in the CRM`)
    const entry = tree[`${APP_FOLDER}${folderOf(1)}/${file.name}`]
    if (entry?.kind !== 'file' || entry.sizeBytes !== textOf(at).length)
      torn.push(`"${file.name}" is not whole in Dropbox`)
  }
  return torn
}
