import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { EventListener, LiveStatus } from '@twinfolder/client'
import type { ServerEvent } from '@twinfolder/protocol'

import { queryKeys } from './query-keys.ts'
import type { Store } from './store.ts'
import { type Transfers, forgetFinished, noteProgress } from './transfer-store.ts'

/** Hints about one thing come in bursts while a pass runs; it is read again at once, and then at most this often. */
const quietMs = 400

/** What the hints of the server do: they make queries look again. They carry no state of their own. */
export interface LiveHints extends EventListener {
  /** Ends the timers. */
  readonly stop: () => void
}

/** Connects the stream of hints to the query cache. */
export function createLiveHints(
  queryClient: QueryClient,
  status: Store<LiveStatus>,
  transfers: Store<Transfers>,
): LiveHints {
  const waiting = new Map<string, { again: boolean }>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let isStopped = false

  function lookAgain(queryKey: QueryKey): void {
    const name = JSON.stringify(queryKey)
    const pending = waiting.get(name)
    if (pending) {
      pending.again = true
      return
    }
    // A hint never cuts a request short: where the server is slow, a storm of them would keep every answer away. But what is being
    // read now may have been read before the change, so it is read once more.
    const look = { again: queryClient.isFetching({ queryKey }) > 0 }
    waiting.set(name, look)
    const read = queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })
    void Promise.all([read, quiet()]).then(() => {
      waiting.delete(name)
      if (look.again && !isStopped) lookAgain(queryKey)
    })
  }

  function quiet(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, quietMs)
      timers.add(timer)
    })
  }

  return {
    onEvent(event) {
      if (event.type === 'progress') return noteProgress(transfers, event)
      if (event.type === 'record') forgetFinished(transfers, event.record)
      for (const queryKey of keysOf(event)) lookAgain(queryKey)
    },
    onStatus(next) {
      const before = status.get()
      status.set(() => next)
      // What happened while nobody listened was not told.
      if (before === 'down' && next === 'live') lookAgain(queryKeys.all)
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.clear()
    },
  }
}

function keysOf(event: Exclude<ServerEvent, { type: 'progress' }>): readonly QueryKey[] {
  switch (event.type) {
    case 'record':
      return [queryKeys.record(event.record), queryKeys.linkActivity]
    case 'connection':
      return [queryKeys.connection, queryKeys.records]
    case 'bulk':
      return [queryKeys.bulk]
    case 'resync':
      return [queryKeys.all]
  }
}
