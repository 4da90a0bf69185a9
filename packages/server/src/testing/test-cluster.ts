import { inject } from 'vitest'

import type { ServerOptions } from '../options.ts'
import { openDatabase, postgresPubSub, postgresStores } from '../postgres/index.ts'
import { createFromTemplate } from './postgres/index.ts'
import { type TestServer, link, sofie, testServer } from './test-server.ts'

const random = { id: () => crypto.randomUUID(), fraction: () => Math.random() }
const clock = { now: () => Date.now() }

/** Servers that know nothing of each other but one PostgreSQL database, each with connections of its own. */
export interface TestCluster {
  readonly servers: readonly TestServer[]
  /** A server of the cluster, from 0 on. */
  server(index: number): TestServer
  /** Runs the worker of one server until the cluster closes, or until it is stopped. */
  startWorker(index: number): { stop(): Promise<void> }
  close(): Promise<void>
}

/** Starts servers over one database, one CRM and the same accounts, with the user Sofie linked. */
export async function testCluster(size: number, change: Partial<ServerOptions> = {}): Promise<TestCluster> {
  const url = await createFromTemplate(inject('postgresTemplateUrl'))
  const ends: (() => Promise<void>)[] = []
  const connect = async () => {
    const { db, close } = await openDatabase({ url, pool: { max: 5 } }, { migrate: false })
    const pubSub = postgresPubSub(url, db)
    await pubSub.ready()
    ends.push(async () => {
      await pubSub.close()
      await close()
    })
    return postgresStores(db, { pubSub })
  }
  const first = testServer({ clock, random, ...change, stores: await connect() })
  const { provider, records, files } = first
  const servers = [first]
  while (servers.length < size) {
    const stores = await connect()
    const shared = { clock, random, remote: provider, records, files, ...change, stores }
    servers.push({ ...testServer(shared), stores, provider, records, files, remotes: first.remotes })
  }
  await link(first, sofie, first.remotes.sofie)

  const server = (index: number): TestServer => {
    const found = servers[index]
    if (!found) throw new RangeError(`The cluster has ${servers.length} servers.`)
    return found
  }
  return {
    servers,
    server,
    startWorker(index) {
      const stop = new AbortController()
      const working = server(index).server.work({ signal: stop.signal })
      return {
        stop() {
          stop.abort()
          return working
        },
      }
    },
    async close() {
      for (const one of servers) await one.server.close()
      for (const end of ends) await end()
    },
  }
}
