import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query'
import { type AdapterCallOptions, randomId } from '@twinfolder/client'
import type { BulkEnd, BulkPreflight, BulkRecord, BulkRun, Module, SegmentRef } from '@twinfolder/protocol'
import { useRef } from 'react'

import { freshMs } from '../provider/fresh-ms.ts'
import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { signalOf } from '../provider/signal-of.ts'

/** Hints tell about a run; this only catches a hint that was lost. */
const watchMs = 5000

/** What a run over a segment would do. */
export function useBulkPreflight(segment: SegmentRef, isWanted: boolean): UseQueryResult<BulkPreflight> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.bulk, 'preflight', segment],
      queryFn: async (context) => client.preflightBulk(segment, await signalOf(context)),
      enabled: isWanted,
      retry: mayRetry,
      gcTime: 0,
      refetchOnWindowFocus: false,
    },
    queryClient,
  )
}

/** The current user's runs, newest first. Runs live on the server: a reload finds them again. */
export function useBulkRuns(module?: Module): UseQueryResult<readonly BulkRun[]> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.bulkRuns(module),
      queryFn: async (context) => client.listBulk({ module }, await signalOf(context)),
      retry: mayRetry,
      staleTime: freshMs,
      refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? watchMs : false),
    },
    queryClient,
  )
}

/** One run, followed while it goes on. */
export function useBulkRun(bulkId: string): UseQueryResult<BulkRun> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.bulkRun(bulkId),
      queryFn: async (context) => client.getBulk(bulkId, await signalOf(context)),
      retry: mayRetry,
      refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : watchMs),
    },
    queryClient,
  )
}

/** Records of a run; `attention` are those that failed or were skipped. */
export function useBulkRecords(
  bulkId: string,
  filter: 'all' | 'attention',
  limit: number,
): UseQueryResult<{ readonly rows: readonly BulkRecord[]; readonly total: number }> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: queryKeys.bulkRecords(bulkId, filter, limit),
      queryFn: async (context) => {
        const signal = await signalOf(context)
        const ends: readonly (BulkEnd | undefined)[] = filter === 'all' ? [undefined] : ['failed', 'skipped']
        const parts = await Promise.all(ends.map((end) => client.listBulkRecords(bulkId, { end, limit }, signal)))
        return {
          rows: parts.flatMap(({ rows }) => rows).slice(0, limit),
          total: parts.reduce((sum, { total }) => sum + total, 0),
        }
      },
      placeholderData: (before) => before,
      retry: mayRetry,
    },
    queryClient,
  )
}

/** What can be done with runs. */
export interface BulkActions {
  readonly start: UseMutationResult<BulkRun, Error, SegmentRef>
  readonly cancel: UseMutationResult<BulkRun, Error, string>
  /** A new run over what failed. */
  readonly retry: UseMutationResult<BulkRun, Error, string>
}

/** Starts, cancels and repeats runs. */
export function useBulkActions(): BulkActions {
  const { client, queryClient } = useServices()
  const onSuccess = (run: BulkRun) => {
    queryClient.setQueryData(queryKeys.bulkRun(run.id), run)
    void queryClient.invalidateQueries({ queryKey: queryKeys.bulk })
  }
  const started = useRef(new Map<string, string>()).current
  /** Until there is an answer each attempt for the same has the same key: a person who presses again starts no second run. */
  const once = async (what: string, send: (options: AdapterCallOptions) => Promise<BulkRun>): Promise<BulkRun> => {
    const idempotencyKey = started.get(what) ?? randomId()
    started.set(what, idempotencyKey)
    const run = await send({ idempotencyKey })
    started.delete(what)
    return run
  }
  const start = (segment: SegmentRef) => once(JSON.stringify(segment), (options) => client.startBulk(segment, options))
  const retry = (bulkId: string) => once(bulkId, (options) => client.retryBulk(bulkId, options))
  return {
    start: useMutation({ mutationFn: start, retry: mayRetry, onSuccess }, queryClient),
    cancel: useMutation({ mutationFn: (bulkId: string) => client.cancelBulk(bulkId), onSuccess }, queryClient),
    retry: useMutation({ mutationFn: retry, retry: mayRetry, onSuccess }, queryClient),
  }
}

/** How a run stands: records that are alike now, that need somebody, that were cancelled, and that have ended at all. */
export function bulkCounts({ ends }: BulkRun): Readonly<Record<'ok' | 'failed' | 'cancelled' | 'ended', number>> {
  const ok = ends.synced + ends.emptyFolder + ends.oneWay + ends.nothingToDo
  const failed = ends.failed + ends.skipped
  return { ok, failed, cancelled: ends.cancelled, ended: ok + failed + ends.cancelled }
}
