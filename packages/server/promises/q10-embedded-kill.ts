import { Refused, browserOf } from './cluster/browser.ts'
import { startEmulatorProcess } from './cluster/emulator-process.ts'
import { folderOf } from './cluster/host-records.ts'
import { freePort, startServerProcess } from './cluster/start-server.ts'
import { definePromise } from './promise.ts'
import { until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const RECORD = 1
const LANES = 4
/** Longer than a lease. */
const LEASE_MS = 11_000

interface Budget {
  readonly kills: number
}

/** Q10: everything in one process with the embedded database. A loss of power is another matter: PGlite does not wait for the disk. */
export const q10 = definePromise<Budget>({
  id: 'Q10',
  says: 'With the embedded database a kill costs no acknowledged upload, and the server starts again.',
  isSlow: true,
  budgets: { fast: { kills: 2 }, usual: { kills: 20 }, long: { kills: 50 } },
  async run(context, { kills }) {
    const dropbox = await startEmulatorProcess([EMAIL])
    context.defer(() => dropbox.stop())
    const [port, dataDir] = [await freePort(), await context.folder()]
    const origin = `http://127.0.0.1:${port}`
    const browser = browserOf(origin, USER)
    const start = async (aheadMs: number) => {
      const usual = {
        databaseUrl: null,
        dataDir,
        emulatorUrl: dropbox.url,
        origin,
        port,
        deathAt: null,
        isWatched: false,
      }
      const started = await startServerProcess({ ...usual, role: 'both', aheadMs })
      context.defer(() => started.kill())
      return started
    }
    let server = await start(0)
    await browser.link(dropbox, EMAIL)
    await browser.press(RECORD)

    const acknowledged: string[] = []
    /** A refusal is no answer that a server gives that is only killed. */
    const strange = new Set<string>()
    const bootMs: number[] = []
    for (let kill = 1; kill <= kills; kill += 1) {
      const enough = acknowledged.length + 5 + Math.floor(context.random() * 60)
      const dead = new AbortController()
      const lane = async (at: number): Promise<void> => {
        for (let upload = 1; !dead.signal.aborted; upload += 1) {
          const name = `file ${kill}-${at}-${upload}.txt`
          // Whoever gets no answer does not know what became of it.
          await browser.upload(RECORD, name, textOf(name)).then(
            () => acknowledged.push(name),
            (error: unknown) => (error instanceof Refused ? strange.add(error.message) : undefined),
          )
        }
      }
      const lanes = Array.from({ length: LANES }, (_, at) => lane(at))
      await until('uploads are acknowledged', () => acknowledged.length >= enough, { everyMs: 1 })
      await server.kill()
      dead.abort()
      await Promise.all(lanes)
      const startedAt = performance.now()
      server = await start(kill * LEASE_MS)
      bootMs.push(performance.now() - startedAt)
      if (kill % 5 === 0) context.progress(`${kill} of ${kills} kills, ${acknowledged.length} acknowledged uploads`)
    }
    await browser.press(RECORD)
    await until('every file is in Dropbox', async () => (await missingInDropbox()).length === 0, {
      limitMs: 60_000,
      everyMs: 500,
    }).catch(() => undefined)
    const listed = await namesOf()
    const lost = acknowledged.filter((name) => listed.get(name) !== Buffer.byteLength(textOf(name)))
    const failures = [
      ...strange,
      ...lost.map((name) => `"${name}" was acknowledged and is lost`),
      ...(await missingInDropbox()).map((name) => `"${name}" is not in Dropbox`),
    ]
    return {
      measured: `${kills} kills under ${acknowledged.length} acknowledged uploads, started again after at most ${(Math.max(...bootMs) / 1000).toFixed(1)} s`,
      failures,
    }

    async function missingInDropbox(): Promise<readonly string[]> {
      const tree = await dropbox
        .account(EMAIL)
        .tree(folderOf(RECORD))
        .catch(() => new Map())
      return acknowledged.filter((name) => !tree.has(`${folderOf(RECORD)}/${name}`))
    }
    async function namesOf(): Promise<ReadonlyMap<string, number>> {
      const sizes = new Map<string, number>()
      for (let offset = 0; ; offset += 500) {
        const { entries } = await browser.list(RECORD, offset)
        for (const entry of entries) if (entry.kind === 'file') sizes.set(entry.name, entry.sizeBytes)
        if (entries.length < 500) return sizes
      }
    }
  },
})

const textOf = (name: string): string => `the contents of ${name}`
