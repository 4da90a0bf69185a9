import { company, folderOf } from './cluster/host-records.ts'
import { APP_FOLDER, APP_KEY } from './cluster/emulator-process.ts'
import { doubledUploads } from './oracle/request-log.ts'
import { definePromise } from './promise.ts'
import { startOneProcess } from './single/one-process.ts'
import { sleep } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
/** How long a write keeps others out of its namespace. */
const LOCK_MS = 30
const OTHER_FILE = '/Notes/other.txt'

interface Budget {
  readonly files: number
}

/** Q7: Dropbox lets one write into a namespace at a time, and the user has another program that writes all the time. */
export const q07 = definePromise<Budget>({
  id: 'Q7',
  says: 'Where Dropbox lets nobody else write into the same place at a time, everything arrives once.',
  budgets: { usual: { files: 300 }, long: { files: 2000 } },
  async run(context, { files }) {
    const world = await startOneProcess(context, { accounts: [EMAIL] })
    await world.link(USER, EMAIL)
    for (let at = 1; at <= files; at += 1) await world.put(company(1), `file ${at}.txt`, `file ${at}`)
    world.emulator.switches.writeLockMs = LOCK_MS
    const other = otherProgram()
    await world.send(USER, 'POST', '/records/companies/1/sync')
    await world.untilIdle()
    // Some are changed, renamed and deleted, side by side.
    await Promise.all([changed(), renamed(), removed()])
    await world.untilDone()
    const writes = await other.stop()

    const owner = world.emulator.accounts.get(EMAIL).files
    const folder = `${APP_FOLDER}${folderOf(1)}`
    const tree = Object.entries(await owner.tree(folder)).filter(([, { kind }]) => kind === 'file')
    const there = tree.map(([path]) => path.slice(folder.length + 1)).toSorted()
    const present = (await world.files.list(company(1), { after: null, limit: 5000 })).files.map(({ name }) => name)
    const wanted = present.toSorted()
    // The other program writes over its one file again and again.
    const log = world.emulator.log.entries().filter(({ arg }) => !JSON.stringify(arg).includes(OTHER_FILE))
    const busy = log.filter(({ status }) => status === 429).length
    return {
      measured: `${files} files beside ${writes} writes of another program, ${busy} refusals, ${there.length} files on both sides`,
      failures: [
        ...(JSON.stringify(there) === JSON.stringify(wanted)
          ? []
          : [`Dropbox has ${there.length} files, the CRM ${wanted.length}`]),
        ...doubledUploads(log),
        ...(busy === 0 ? ['nobody was in the way'] : []),
      ],
    }

    async function changed(): Promise<void> {
      for (let at = 1; at <= 10; at += 1) await world.put(company(1), `file ${at}.txt`, `file ${at}, changed`)
    }
    async function renamed(): Promise<void> {
      for (let at = 11; at <= 20; at += 1)
        await world.send(USER, 'POST', `/records/companies/1/files/${await idOf(at)}/rename`, {
          name: `renamed ${at}.txt`,
          version: (await fileOf(at)).version,
        })
    }
    async function removed(): Promise<void> {
      const doomed = await Promise.all(Array.from({ length: 10 }, (_, at) => fileOf(at + 21)))
      await world.send(USER, 'POST', '/records/companies/1/files/delete', {
        files: doomed.map(({ id, version }) => ({ id, version })),
      })
    }
    async function idOf(at: number): Promise<string> {
      return (await fileOf(at)).id
    }
    async function fileOf(at: number) {
      const { files: all } = await world.files.list(company(1), { after: null, limit: 5000 })
      const file = all.find(({ name }) => name === `file ${at}.txt`)
      if (!file) throw new Error(`There is no file ${at}.`)
      return file
    }
    /** Writes into the same app folder with a token of its own. */
    function otherProgram() {
      const { accessToken } = world.emulator.tokenFor(EMAIL, APP_KEY)
      const over = new AbortController()
      let writes = 0
      const write = async (): Promise<void> => {
        const headers = {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/octet-stream',
          'dropbox-api-arg': JSON.stringify({ path: OTHER_FILE, mode: 'overwrite' }),
        }
        const to = 'https://content.dropboxapi.com/2/files/upload'
        const answer = await world.emulator.handle(new Request(to, { method: 'POST', headers, body: `${writes}` }))
        if (answer.ok) writes += 1
      }
      const writing = (async () => {
        while (!over.signal.aborted) {
          await write()
          await sleep(40)
        }
      })()
      return {
        async stop() {
          over.abort()
          await writing
          return writes
        },
      }
    }
  },
})
