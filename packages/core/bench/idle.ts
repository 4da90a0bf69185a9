import { createEngine } from '../src/engine/create-engine.ts'
import { memorySyncStore } from '../src/memory/index.ts'
import type { SyncStore } from '../src/ports/sync-store.ts'
import { FILES_A_RECORD, link } from './account.ts'
import { benchOptions, hostOf } from './bench-pass.ts'
import { boundRecords, fill } from './fill.ts'

/** A pass where nothing happened: calls of the remote and of the store, with few and with many bound files. */
const [few, many] = [await idle(FILES_A_RECORD), await idle(100 * FILES_A_RECORD)]
console.log(JSON.stringify({ bench: 'idle pass', few, many }))

async function idle(files: number) {
  const records = boundRecords(files)
  const store = memorySyncStore()
  const { options, remoteAccount } = benchOptions(store, records, hostOf(new Map()))
  const { cursor } = await remoteAccount.changes(null)
  const { position } = (await options.files.changes?.(link.user.tenantId, null)) ?? { position: null }
  await fill(store, records, { ...link, cursor, feedPosition: position })
  remoteAccount.clearCalls()
  const queries: string[] = []
  const engine = createEngine({ ...options, store: counting(store, queries) })
  const started = performance.now()
  const { outcome } = await engine.runPass(link.id, { records: null, owner: 'bench' })
  const ms = Math.round((performance.now() - started) * 100) / 100
  if (outcome !== 'done') throw new Error(`The pass ended with "${outcome}".`)
  return { files, remoteCalls: remoteAccount.calls.length, storeQueries: queries.length, ms }
}

function counting(store: SyncStore, queries: string[]): SyncStore {
  return new Proxy(store, {
    get(of, name, receiver) {
      const member: unknown = Reflect.get(of, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        queries.push(String(name))
        return Reflect.apply(member, of, args)
      }
    },
  })
}
