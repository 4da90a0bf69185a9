import { expect } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { Engine, PassReport } from '../../engine/engine.ts'
import type { MemoryRemote } from '../../memory/index.ts'
import type { Baseline, Problem } from '../../ports/sync-rows.ts'
import type { SyncStore } from '../../ports/sync-store.ts'
import { bytes, textOf } from '../bytes.ts'
import type { Faults } from './faults.ts'

/** One user of the CRM with a Dropbox, as a test drives it. Names without a leading `/` are in `/Companies/Acme (1)`. */
export interface Spoke {
  readonly linkId: string
  readonly firstName: string
  readonly remote: MemoryRemote
  put(name: string, text: string): Promise<unknown>
  remove(name: string): Promise<void>
  move(from: string, to: string): Promise<unknown>
  mkdir(name: string): Promise<unknown>
  /** What is in a folder and below it, as `path: text`, sorted. */
  files(folder?: string): Promise<readonly string[]>
  /** Folders below the app folder, sorted. */
  folders(): readonly string[]
  /** Presses the record's button, then passes until nothing is left to do. */
  press(...records: readonly RecordKey[]): Promise<PassReport>
  /** Passes until nothing is left to do; the ops of all of them together. */
  sync(records?: readonly RecordKey[] | null): Promise<PassReport>
  /** One pass; after a crash of the process as well. */
  pass(records?: readonly RecordKey[] | null): Promise<PassReport>
  /** Another pass does nothing and costs one call (C18): fails the test otherwise. */
  isAtRest(): Promise<void>
  baselines(): Promise<readonly Baseline[]>
  /** `name: status` of every baseline, sorted. */
  states(): Promise<readonly string[]>
  problems(): Promise<readonly Problem[]>
  /** The codes of what happened, oldest first. */
  activity(): Promise<readonly string[]>
}

/** How many passes may follow one another before a test says that there is no end. */
const MAX_PASSES = 12

export const home = '/Companies/Acme (1)'
const writes = ['upload', 'deleteFile', 'move', 'createFolder']

export function spokeOf(world: {
  readonly linkId: string
  readonly firstName: string
  readonly tenantId: string
  readonly user: string
  readonly remote: MemoryRemote
  readonly store: SyncStore
  readonly engine: Engine
  readonly faults: Faults
}): Spoke {
  const { linkId, remote, store, engine, faults } = world
  const { owner } = remote
  const placeOf = (name: string): string => (name.startsWith('/') ? name : `${home}/${name}`)
  const pass = async (records: readonly RecordKey[] | null): Promise<PassReport> => {
    try {
      return await engine.runPass(linkId, { records, owner: 'worker-1' })
    } finally {
      faults.restart()
    }
  }
  const sync = async (records: readonly RecordKey[] | null): Promise<PassReport> => {
    const ops: Record<string, number> = {}
    for (let count = 0; count < MAX_PASSES; count += 1) {
      const report = await pass(records)
      for (const [type, times] of Object.entries(report.ops)) ops[type] = (ops[type] ?? 0) + times
      if (report.outcome !== 'more') return { ...report, ops }
    }
    throw new Error(`No rest after ${MAX_PASSES} passes: ${JSON.stringify(ops)}`)
  }
  const records = async () => (await store.enrolments(linkId)).map(({ record }) => record)
  return {
    linkId,
    firstName: world.firstName,
    remote,
    put: (name, text) => owner.put(placeOf(name), bytes(text)),
    remove: (name) => owner.delete(placeOf(name)),
    move: (from, to) => owner.move(placeOf(from), placeOf(to)),
    mkdir: (name) => owner.mkdir(placeOf(name)),
    async files(folder = home) {
      const lines: string[] = []
      for (const entry of owner.tree()) {
        if (entry.kind !== 'file' || !entry.pathLower.startsWith(`${folder.toLowerCase()}/`)) continue
        const contents = await owner.bytesOf(entry.path)
        lines.push(`${entry.path.slice(folder.length + 1)}: ${contents ? textOf(contents) : ''}`)
      }
      return lines.sort()
    },
    folders: () =>
      owner
        .tree()
        .flatMap((entry) => (entry.kind === 'folder' ? [entry.path] : []))
        .sort(),
    async press(...wanted) {
      for (const record of wanted) await engine.enrol(linkId, record, world.user)
      return sync(wanted)
    },
    sync: (wanted = null) => sync(wanted),
    pass: (wanted = null) => pass(wanted),
    async isAtRest() {
      await sync(null)
      remote.clearCalls()
      const report = await pass(null)
      expect(report).toMatchObject({ outcome: 'done', ops: {} })
      expect(remote.calls.filter(({ method }) => writes.includes(method))).toEqual([])
      expect(remote.calls.map(({ method }) => method)).toEqual(['changes'])
    },
    async baselines() {
      const rows: Baseline[] = []
      for (const record of await records()) rows.push(...(await store.baselinesOfRecord(linkId, record)))
      return rows
    },
    async states() {
      const rows: Baseline[] = []
      for (const record of await records()) rows.push(...(await store.baselinesOfRecord(linkId, record)))
      return rows.map(({ hostName, status }) => `${hostName}: ${status}`).sort()
    },
    async problems() {
      const rows = [...(await store.problems(linkId, null))]
      for (const record of await records()) rows.push(...(await store.problems(linkId, record)))
      return rows
    },
    async activity() {
      const page = await store.activity({ tenantId: world.tenantId, linkId }, { before: null, limit: 1000 })
      return page.rows.map(({ code }) => code).toReversed()
    },
  }
}
