import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import type { LogEntry } from '../options.ts'

/** What the process counts, as Prometheus reads it. */
export interface Metrics {
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly requestBytes: Counter<'direction'>
  readonly streams: Gauge
  readonly remoteCalls: Histogram<'method' | 'outcome'>
  readonly transferBytes: Counter<'direction'>
  /** Counts what the log tells anyway: passes, what they did, and how often each event came. */
  note(this: void, entry: LogEntry): void
  /** Asks for these numbers at each reading, at most once in ten seconds. What fails is left out. */
  gauge(name: string, help: string, read: () => Promise<Readonly<Record<string, number>>>): void
  /** The text format of Prometheus. */
  text(): Promise<{ readonly body: string; readonly contentType: string }>
}

const REMEMBERED_MS = 10_000
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Metrics of one process, with those of Node beside them: event loop lag, memory, garbage collection. */
export function createMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const passes = new Counter({
    name: 'twinfolder_passes_total',
    help: 'Passes by how they ended.',
    labelNames: ['outcome'],
    registers,
  })
  const ops = new Counter({
    name: 'twinfolder_ops_total',
    help: 'What passes did, e.g. uploads.',
    labelNames: ['op'],
    registers,
  })
  const events = new Counter({
    name: 'twinfolder_log_events_total',
    help: 'Entries of the log.',
    labelNames: ['level', 'event'],
    registers,
  })
  return {
    requests: new Histogram({
      name: 'twinfolder_http_request_seconds',
      help: 'Time to the first byte of an answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    }),
    requestBytes: new Counter({
      name: 'twinfolder_http_bytes_total',
      help: 'Bytes of bodies, as their headers announce them.',
      labelNames: ['direction'],
      registers,
    }),
    streams: new Gauge({ name: 'twinfolder_event_streams', help: 'Browsers that listen now.', registers }),
    remoteCalls: new Histogram({
      name: 'twinfolder_remote_call_seconds',
      help: 'Calls of the remote by method and outcome; remote_busy is what it answers with 429.',
      labelNames: ['method', 'outcome'],
      buckets: seconds,
      registers,
    }),
    transferBytes: new Counter({
      name: 'twinfolder_transfer_bytes_total',
      help: 'Bytes to and from the remote.',
      labelNames: ['direction'],
      registers,
    }),
    note({ level, event, ...fields }) {
      events.inc({ level, event })
      if (event !== 'pass.ended') return
      passes.inc({ outcome: String(fields['outcome']) })
      for (const [op, count] of Object.entries(fields['ops'] ?? {}))
        if (typeof count === 'number') ops.inc({ op }, count)
    },
    gauge(name, help, read) {
      let readAt = -Infinity
      const gauge: Gauge<'state'> = new Gauge({
        name,
        help,
        labelNames: ['state'],
        registers,
        async collect() {
          if (performance.now() - readAt < REMEMBERED_MS) return
          readAt = performance.now()
          const numbers = await read().catch(() => null)
          gauge.reset()
          for (const [state, value] of Object.entries(numbers ?? {})) gauge.set({ state }, value)
        },
      })
    },
    text: async () => ({ body: await register.metrics(), contentType: register.contentType }),
  }
}
