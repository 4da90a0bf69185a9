import { type Pass, createPass, settingsOf } from '../src/engine/pass.ts'
import { manualClock, memoryHostRecords, memoryRemote, seededRandom } from '../src/memory/index.ts'
import type { HostFile, HostFiles } from '../src/ports/host-files.ts'
import type { Link } from '../src/ports/sync-rows.ts'
import type { SyncStore } from '../src/ports/sync-store.ts'
import { memoryHostFiles } from '../src/memory/index.ts'
import { type BoundRecord, link } from './account.ts'

const clock = manualClock()
const random = seededRandom(1)
const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)

/** The engine's plug points over memory, but for the store and the files that the host has. */
export function benchOptions(store: SyncStore, records: readonly BoundRecord[], files: HostFiles) {
  const remote = memoryRemote({ clock, random, sha256 })
  return {
    remoteAccount: remote,
    options: {
      store,
      files,
      records: memoryHostRecords({
        records: records.map(({ record }) => [
          record,
          { name: `Company ${record.id}`, number: record.id, singular: 'Company' },
        ]),
      }),
      remote: async () => remote,
      clock,
      random,
      sha256,
      moduleFolderName: () => 'Companies',
    },
  }
}

/** A pass under way. */
export function benchPass(
  store: SyncStore,
  records: readonly BoundRecord[],
  files: HostFiles,
  present: Link = link,
): Pass {
  const { options, remoteAccount } = benchOptions(store, records, files)
  const lease = { linkId: link.id, owner: 'bench', token: 1 }
  return createPass(settingsOf(options), { link: present, lease, remote: remoteAccount, signal: undefined })
}

/** A host that has these files, and everything else of the host in memory. */
export function hostOf(files: ReadonlyMap<string, HostFile>, listed: readonly HostFile[] = []): HostFiles {
  return {
    ...memoryHostFiles({ clock, random, sha256 }),
    get: async (_record, fileIds) => fileIds.map((id) => files.get(id) ?? null),
    list: async () => ({ files: listed, next: null }),
  }
}

/** What this thread has worked so far, in ms: other work on the machine does not count. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The middle of some times, in ms. */
export function median(times: readonly number[]): number {
  return rounded(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN)
}

/** Two decimals are more than these times are good for. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
