import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { type RunningEmulator, startEmulator } from '@twinfolder/dropbox-emulator/node'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type KindName, kindOf, kinds } from '../testing/kill/kinds.ts'
import { type DoomedRecord, type Findings, type Order, idOf } from '../testing/kill/orders.ts'

const script = fileURLToPath(new URL('../testing/kill/server-process.ts', import.meta.url))
const REFRESH_TOKEN = 'refresh'
const APP_FOLDER = '/Apps/Demo CRM'
/** Every kind dies between its effect and the commit; the crash points of the engine know all others. Some die right after it. */
const deaths = (Object.keys(kinds) as KindName[]).flatMap((kind, at): DoomedRecord[] => [
  { kind, when: 'before' },
  ...(at % 4 === 0 ? [{ kind, when: 'after' } as const] : []),
])

let folder: string
let dropbox: RunningEmulator
let server: Server
/** How many processes there were: each has a clock of its own, an hour later. */
let processes = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinfolder-killed-'))
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com' }],
    apps: [{ key: 'app-key', secret: 'app-secret', folderName: 'Demo CRM' }],
  })
  emulator.addToken({ email: 'sofie@example.com', accessToken: 'access', refreshToken: REFRESH_TOKEN })
  dropbox = await startEmulator({ port: 0, emulator })
  server = await startServer()
  await server.obeys({ type: 'prepare', records: deaths })
}, 120_000)

afterAll(async () => {
  await server.ends()
  await dropbox.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

test.for(deaths)(
  '[S17] [C74] [C75] [C76] [C77] a server that is killed $when the commit of "$kind" is followed by one that finishes it',
  { timeout: 60_000 },
  async (record) => {
    const kind = kindOf(record.kind)
    await inDropbox(record)
    expect(await server.diesOf(record)).toBe('SIGKILL')
    server = await startServer()
    const found = await server.obeys({ type: 'finish', record })

    expect(found?.crm.map(withoutDate)).toEqual(kind.crm)
    const name = kind.isRenamed ? 'Renamed' : 'Record'
    expect(found?.folder).toBe(`/Companies/${name} (${idOf(record)})`)
    expect((await filesIn(found?.folder ?? '')).map(withoutDate)).toEqual(kind.dropbox)
    expect(found?.idle).toEqual({ outcome: 'done', ops: [], calls: 1 })
    expect(found?.bound.filter((line) => line.endsWith(': on'))).toHaveLength(kind.dropbox.length)
    expectToldOnce(record, found?.activity ?? [])
  },
)

/** What the killed process did and could not tell is told as found, or not at all; nothing is told twice. */
function expectToldOnce({ kind: name, when }: DoomedRecord, activity: Findings['activity']): void {
  const kind = kindOf(name)
  const before = kind.isNew ? [] : ['recordFolderCreated', 'uploaded']
  const told = [...before, kind.code, ...(kind.further ?? [])].toSorted()
  if (when === 'after') return expect(activity).toEqual(told)
  const asFound = ['adopted', 'recordFolderFollowed']
  const count = (codes: readonly string[], code: string) => codes.filter((one) => one === code).length
  const twice = activity.filter((code) => !asFound.includes(code) && count(activity, code) > count(told, code))
  expect(twice).toEqual([])
  expect(activity.length).toBeLessThanOrEqual(told.length)
}

/** A process of the server, and what it is told. */
interface Server {
  ends(): Promise<unknown>
  obeys(order: Order): Promise<Findings | null>
  /** The signal that ended it. */
  diesOf(record: DoomedRecord): Promise<string | null>
}

async function startServer(): Promise<Server> {
  processes += 1
  const child = fork(script, {
    execArgv: [],
    env: {
      ...process.env,
      DATA_DIR: join(folder, 'data'),
      EMULATOR: dropbox.url,
      REFRESH_TOKEN,
      HOURS_AHEAD: `${processes}`,
    },
  })
  await replyOf(child)
  const obeys = (order: Order): Promise<Findings | null> => {
    const reply = replyOf(child)
    child.send(order)
    return reply
  }
  return {
    obeys,
    async ends() {
      await obeys({ type: 'end' })
      child.disconnect()
      return once(child, 'exit')
    },
    async diesOf(record) {
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>
      const reply = replyOf(child)
      child.send({ type: 'die', record } satisfies Order)
      await Promise.race([ended, reply])
      return (await ended)[1]
    },
  }
}

/** The next message of a process. */
async function replyOf(child: ChildProcess): Promise<Findings | null> {
  const [message] = (await once(child, 'message')) as [{ readonly reply?: Findings; readonly error?: string }]
  if (message.error !== undefined) throw new Error(message.error)
  return message.reply ?? null
}

/** What the user does in Dropbox before the server dies. */
async function inDropbox(record: DoomedRecord): Promise<void> {
  const { files } = dropbox.emulator.accounts.get('sofie@example.com')
  const root = `${APP_FOLDER}/Companies/Record (${idOf(record)})`
  for (const [path, does] of kindOf(record.kind).inDropbox ?? []) {
    if (does === null) await files.delete(`${root}/${path}`)
    else if ('to' in does) await files.move(`${root}/${path}`, `${root}/${does.to}`)
    else await files.write(`${root}/${path}`, does.text)
  }
}

/** `path: text` of every file below a folder of the app folder, sorted. */
async function filesIn(below: string): Promise<readonly string[]> {
  const { files } = dropbox.emulator.accounts.get('sofie@example.com')
  const root = `${APP_FOLDER}${below}`
  const lines: string[] = []
  for (const entry of await files.list(root, { recursive: true })) {
    if (entry.kind !== 'file') continue
    lines.push(`${entry.path.slice(root.length + 1)}: ${new TextDecoder().decode(await files.read(entry.path))}`)
  }
  return lines.toSorted()
}

function withoutDate(line: string): string {
  return line.replace(/\d{4}-\d{2}-\d{2}/, 'today')
}
