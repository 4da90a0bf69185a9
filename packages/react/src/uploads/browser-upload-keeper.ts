import { randomId } from '@twinfolder/client'
import type { KeptUpload, UploadKeeper } from './upload-keeper.ts'

/** Of the database, the channel and the locks. */
const NAME = 'twinfolder-uploads'
const ROWS = 'uploads'
const BY_PAGE = 'page'
/** So long a server knows an upload; a file that a person chose yesterday is not sent by surprise. */
const KEPT_MS = 24 * 3_600_000
/** A page that goes may be about to come back: its uploads are its own for so long. */
const RELOAD_MS = 4000

/** An upload in the database. `page` is the one that sends it. */
interface Row extends KeptUpload {
  readonly scope: string
  readonly page: string
  readonly keptAt: number
}

/**
 * Keeps uploads in IndexedDB, the files with them. A page holds a lock as long as it lives; whoever gets the lock of another page
 * knows that it is gone, and takes its uploads over in one transaction, so that each goes on once.
 *
 * @param scope what must be the same for an upload to go on: the user, and where it goes
 */
export function browserUploadKeeper(scope: string): UploadKeeper {
  let session: Session | null = null
  return {
    open(take) {
      session?.end()
      session = beginSession(scope, take)
    },
    keep: async (uploads) => (await session?.keep(uploads)) ?? false,
    drop: (ids) => session?.drop(ids),
    close() {
      session?.end()
      session = null
    },
  }
}

/** Whether this browser has what a keeper needs. */
export function canKeepUploads(): boolean {
  return (
    typeof indexedDB !== 'undefined' &&
    typeof BroadcastChannel !== 'undefined' &&
    typeof navigator !== 'undefined' &&
    'locks' in navigator
  )
}

/** One page, from its beginning to its end. */
interface Session {
  readonly keep: (uploads: readonly KeptUpload[]) => Promise<boolean>
  readonly drop: (ids: readonly string[]) => void
  readonly end: () => void
}

function beginSession(scope: string, take: (uploads: readonly KeptUpload[]) => void): Session {
  const page = randomId()
  const ending = new AbortController()
  const { signal } = ending
  const watched = new Set([page])
  const channel = new BroadcastChannel(NAME)
  const ready = holdLock(page, signal).then(openDatabase)
  ready.catch(() => undefined)

  /** Takes the uploads of another page over when it is gone. */
  async function watch(other: string): Promise<void> {
    if (watched.has(other)) return
    watched.add(other)
    const askedAt = performance.now()
    await navigator.locks.request(lockOf(other), { signal }, () => undefined)
    if (performance.now() - askedAt > RELOAD_MS / 4) await pause(RELOAD_MS, signal)
    const database = await ready
    if (signal.aborted) return
    const rows = await takeOver(database, scope, other, page)
    if (rows.length > 0 && !signal.aborted) take(rows)
  }

  async function look(): Promise<void> {
    const database = await ready
    await removeOld(database)
    for (const other of await pagesOf(database, scope)) void watch(other).catch(() => undefined)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<{ scope?: unknown; page?: unknown } | null>) => {
    if (data?.scope === scope && typeof data.page === 'string') void watch(data.page).catch(() => undefined)
  })
  void look().catch(() => undefined)

  return {
    async keep(uploads) {
      try {
        const database = await ready
        const keptAt = Date.now()
        await transact(database, 'readwrite', (rows) => {
          for (const { id, record, folder, name, file } of uploads) {
            const row: Row = { id, record, folder, name, file, scope, page, keptAt }
            rows.put(row)
          }
        })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
        if (!signal.aborted) channel.postMessage({ scope, page })
        return true
      } catch {
        // No room, or no database in a private window: it goes on as long as the page.
        return false
      }
    },
    drop(ids) {
      void ready
        .then((database) =>
          transact(database, 'readwrite', (rows) => {
            for (const id of ids) rows.delete(id)
          }),
        )
        .catch(() => undefined)
    },
    end() {
      ending.abort()
      channel.close()
      // What was asked of the database is still done before it closes.
      void ready.then((database) => database.close()).catch(() => undefined)
    },
  }
}

/** Resolves when the lock is held; it is until `signal` is aborted, or the page is gone. */
function holdLock(page: string, signal: AbortSignal): Promise<void> {
  return new Promise((held, failed) => {
    const hold = (): Promise<void> => {
      held()
      return new Promise((release) => {
        if (signal.aborted) release()
        signal.addEventListener('abort', () => release(), { once: true })
      })
    }
    navigator.locks.request(lockOf(page), hold).catch(failed)
  })
}

function lockOf(page: string): string {
  return `${NAME} ${page}`
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(ROWS, { keyPath: 'id' }).createIndex(BY_PAGE, ['scope', 'page'])
    })
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The database does not open.')))
  })
}

/** Runs one transaction. Resolves when it is done for good. */
function transact<Value>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (rows: IDBObjectStore) => Value,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(ROWS, mode)
    const value = work(transaction.objectStore(ROWS))
    transaction.addEventListener('complete', () => resolve(value))
    for (const type of ['abort', 'error']) {
      transaction.addEventListener(type, () => reject(transaction.error ?? new Error('Nothing was written.')))
    }
  })
}

async function pagesOf(database: IDBDatabase, scope: string): Promise<ReadonlySet<string>> {
  const pages = new Set<string>()
  await transact(database, 'readonly', (rows) => {
    const range = IDBKeyRange.bound([scope], [scope, []])
    eachOf(rows.index(BY_PAGE).openKeyCursor(range, 'nextunique'), ({ key }) => {
      const [, page]: readonly unknown[] = Array.isArray(key) ? key : []
      if (typeof page === 'string') pages.add(page)
    })
  })
  return pages
}

async function takeOver(database: IDBDatabase, scope: string, from: string, to: string): Promise<readonly Row[]> {
  const taken: Row[] = []
  await transact(database, 'readwrite', (rows) => {
    eachOf(rows.index(BY_PAGE).openCursor([scope, from]), (cursor) => {
      const row: Row = { ...(cursor.value as Row), page: to }
      taken.push(row)
      cursor.update(row)
    })
  })
  return taken.toSorted((a, b) => a.keptAt - b.keptAt)
}

/** Of every user: what nobody came back for does not stay on the computer. */
async function removeOld(database: IDBDatabase): Promise<void> {
  const before = Date.now() - KEPT_MS
  await transact(database, 'readwrite', (rows) => {
    eachOf(rows.openCursor(), (cursor) => {
      if ((cursor.value as Row).keptAt < before) cursor.delete()
    })
  })
}

function eachOf<Cursor extends IDBCursor>(request: IDBRequest<Cursor | null>, visit: (cursor: Cursor) => void): void {
  request.addEventListener('success', () => {
    const cursor = request.result
    if (!cursor) return
    visit(cursor)
    cursor.continue()
  })
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
