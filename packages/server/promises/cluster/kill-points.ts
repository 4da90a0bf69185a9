import { writeSync } from 'node:fs'
import { kill, pid } from 'node:process'

import type { HostFiles, StoreWrite } from '@twinfolder/core'

import type { BlobStore, ServerStores } from '../../src/index.ts'

/** Called at each point at which a process may die; it knows them by name. */
export type KillPoint = (name: string) => void

/** The points of one process. */
export interface KillPoints {
  readonly point: KillPoint
  /** Ends the process at the `count`th point from now. */
  readonly dieAfter: (count: number) => void
  readonly seen: () => readonly string[]
}

/** Notes the points that a process comes to, and ends it at the one that is named, by the signal that nothing can catch. */
export function killPoints(deathAt: string | null): KillPoints {
  const names = new Set<string>()
  let left = Infinity
  return {
    point(name) {
      names.add(name)
      left -= 1
      if (name !== deathAt && left > 0) return
      // A pipe keeps what was written to it, whatever becomes of the writer.
      writeSync(1, name)
      kill(pid, 'SIGKILL')
    },
    dieAfter(count) {
      left = count
    },
    seen: () => [...names].toSorted(),
  }
}

/** A `fetch` to Dropbox with a point before each request, and one after each answer. */
export function mortalFetch(point: KillPoint): typeof globalThis.fetch {
  return async (input, init) => {
    const route = new URL(input instanceof Request ? input.url : input).pathname.replace(/^.*?\/(2\/)?(?=[a-z]+\/)/, '')
    const name = route.replace(/^.*\/(?=(files|users|auth|oauth2)\/)/, '')
    point(`before ${name}`)
    const answer = await fetch(input, init)
    point(`after ${name}`)
    return answer
  }
}

/** The same stores with a point before and after whatever they write, commits named after what is in them. */
export function mortalStores(stores: ServerStores, point: KillPoint): ServerStores {
  return {
    ...stores,
    sync: mortal(stores.sync, ['acquireLease', 'releaseLease', 'commit', 'commitUserRequest'], point, (name, args) =>
      name.startsWith('commit') ? `${name} of ${kindsOf(args[1])}` : name,
    ),
    work: mortal(stores.work, ['claim', 'ack', 'fail'], point),
    links: mortal(stores.links, ['noteChecked'], point),
    bulk: mortal(stores.bulk, ['end'], point),
  }
}

/** The CRM's files with a point before and after each change. */
export function mortalFiles<Files extends HostFiles>(files: Files, point: KillPoint): Files {
  return mortal(files, ['create', 'createFrom', 'replace', 'rename', 'move', 'remove', 'createFolder'], point)
}

/** Contents with a point before and after each is stored. */
export function mortalBlobs(blobs: BlobStore, point: KillPoint): BlobStore {
  return mortal(blobs, ['put', 'delete'], point)
}

function kindsOf(writes: unknown): string {
  const kinds = new Set((writes as readonly StoreWrite[]).map(({ type }) => type))
  return [...kinds].toSorted().slice(0, 3).join('+')
}

function mortal<Of extends object>(
  of: Of,
  names: readonly (keyof Of & string)[],
  point: KillPoint,
  nameOf: (name: string, args: readonly unknown[]) => string = (name) => name,
): Of {
  const known = new Set<string>(names)
  return new Proxy(of, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function' || typeof name !== 'string' || !known.has(name)) return member
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const called = nameOf(name, args)
        point(`before ${called}`)
        const result: unknown = await Reflect.apply(member, target, args)
        point(`after ${called}`)
        return result
      }
    },
  })
}
