import type { PassReport } from '../../engine/engine.ts'
import type { HostFile } from '../../ports/host-files.ts'
import { bytes, textOf } from '../bytes.ts'
import { type World, type WorldOptions, engineWorld } from '../engine-world/engine-world.ts'
import { type PoorHostFiles, type PoorHostOptions, poorHostFiles } from './poor-host-files.ts'

/** A {@link World} around a poor host, and what it takes until such a host has told everything. */
export interface PoorWorld extends World {
  readonly host: PoorHostFiles
  /** Passes of all users, with time between them, until every listing is made and every absence is certain; all ops together. */
  readonly settle: () => Promise<PassReport['ops']>
  /** How often the host was asked for contents, listings and the like since the last call. */
  readonly asked: () => Readonly<Record<string, number>>
  /** `name: text` of files that were made more often than was asked for, with all that were made still there (I8). */
  readonly madeTwice: () => readonly string[]
}

/** Longer than a record rests between two listings, and than a file is doubted. */
const RELIST_MS = 16 * 60_000
const DOUBT_MS = 61_000

/** Builds a {@link PoorWorld}; Acme is enrolled for nobody yet. */
export async function poorWorld(
  options: Omit<WorldOptions, 'host' | 'capabilities'> & Pick<PoorHostOptions, 'folders' | 'withoutUpload'> = {},
): Promise<PoorWorld> {
  const { folders, withoutUpload, ...rest } = options
  const made: PoorHostFiles[] = []
  const again: string[] = []
  const counts: Record<string, number> = {}
  const world = await engineWorld({
    ...rest,
    host(parts) {
      const host = onceOnly(counted(poorHostFiles({ ...parts, folders, withoutUpload }), counts), again)
      made.push(host)
      return host
    },
  })
  const [host] = made
  if (!host) throw new TypeError('A world makes its host.')
  const settle = async (): Promise<PassReport['ops']> => {
    const ops: Record<string, number> = {}
    for (const ms of [RELIST_MS, DOUBT_MS, RELIST_MS, DOUBT_MS]) {
      world.clock.advance(ms)
      for (const spoke of world.spokes) {
        const report = await spoke.sync()
        for (const [type, times] of Object.entries(report.ops)) ops[type] = (ops[type] ?? 0) + times
      }
    }
    return ops
  }
  const asked = (): Readonly<Record<string, number>> => {
    const told = { ...counts }
    for (const name of Object.keys(counts)) delete counts[name]
    return told
  }
  return { ...world, host, settle, asked, madeTwice: () => again }
}

/** Acme with these files on both sides, all bound. */
export async function syncedPoorWorld(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof poorWorld>[0] = {},
): Promise<PoorWorld> {
  const world = await poorWorld(options)
  for (const [name, text] of Object.entries(files)) await world.crm.put(name, text)
  for (const spoke of world.spokes) await spoke.press(world.acme)
  await world.settle()
  return world
}

function counted(host: PoorHostFiles, counts: Record<string, number>): PoorHostFiles {
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  return {
    ...host,
    list(...args) {
      count('list')
      return host.list(...args)
    },
    read(...args) {
      count('read')
      return host.read(...args)
    },
    create(...args) {
      count('create')
      return host.create(...args)
    },
  }
}

/**
 * Notes what is made once more than there are requests for such a file, by their keys. A poor host itself does not look at keys, and of
 * two requests that ask for the same, one may be answered with what the other one made.
 */
function onceOnly(host: PoorHostFiles, again: string[]): PoorHostFiles {
  const alike = new Map<string, { readonly keys: Set<string>; readonly made: HostFile[] }>()
  return {
    ...host,
    async create(record, file, contents, options) {
      const what = JSON.stringify([record, file.folder, file.name, contents.contentHash])
      const known = alike.get(what) ?? { keys: new Set<string>(), made: [] }
      alike.set(what, known)
      known.keys.add(file.idempotencyKey)
      const before = new Set(host.allFiles(record).map(({ id }) => id))
      const reply = await host.create(record, file, contents, options)
      const now = host.allFiles(record)
      // A user may have added one meanwhile.
      known.made.push(...now.filter(({ id, updatedBy }) => !before.has(id) && updatedBy.via === 'remote'))
      const asMade = known.made.filter(({ id, version }) => now.some((one) => one.id === id && one.version === version))
      if (asMade.length > known.keys.size)
        again.push(`${file.name}: ${textOf(host.bytesOf(record, asMade[0]?.id ?? '') ?? bytes(''))}`)
      return reply
    },
  }
}
