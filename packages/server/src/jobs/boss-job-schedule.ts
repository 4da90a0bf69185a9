import { PgBoss } from 'pg-boss'

import type { JobSchedule, ScheduledJob } from '../ports/job-schedule.ts'

/** Cron expressions, in UTC; the days' jobs at night in Europe. */
const cron = { minute: '* * * * *', hour: '13 * * * *', day: '13 2 * * *' } as const
const PREFIX = 'twinfolder-'
/** A process that told nothing for so long is dead, and its job is done elsewhere. */
const HEARTBEAT_SECONDS = 10
const MONITOR_SECONDS = 5
const POLL_SECONDS = 2
const LONGEST_JOB_SECONDS = 4 * 3600

/**
 * A {@link JobSchedule} by pg-boss, for any number of processes on one PostgreSQL database. It keeps its tables in a schema `pgboss` of
 * its own, which the first process creates.
 *
 * @param url the database
 * @param onTrouble hears when the database cannot be reached; pg-boss goes on by itself when it can
 */
export function bossJobSchedule(url: string, onTrouble: (error: Error) => void = () => undefined): JobSchedule {
  const jobs = new Map<string, ScheduledJob>()
  return {
    add: (job) => void jobs.set(job.name, job),
    async run({ signal, onFailure }) {
      const boss = new PgBoss({
        connectionString: url,
        application_name: 'twinfolder jobs',
        max: 2,
        monitorIntervalSeconds: MONITOR_SECONDS,
        superviseIntervalSeconds: MONITOR_SECONDS,
        registerInstance: false,
      })
      boss.on('error', onTrouble)
      await boss.start()
      try {
        for (const job of jobs.values()) await take(boss, job, signal, onFailure)
        await aborted(signal)
      } finally {
        await boss.stop({ graceful: true, timeout: 30_000 })
      }
    },
  }
}

/** Makes the job's queue, schedules it and takes part in doing it. One is done and one waits at most (`stately`). */
async function take(
  boss: PgBoss,
  job: ScheduledJob,
  signal: AbortSignal,
  onFailure: (job: string, error: unknown) => void,
): Promise<void> {
  const queue = PREFIX + job.name
  await boss.createQueue(queue, {
    policy: 'stately',
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: LONGEST_JOB_SECONDS,
    retryLimit: 5,
    retryDelay: 60,
    deleteAfterSeconds: 7 * 86_400,
  })
  await boss.schedule(queue, cron[job.every], null, { missed: 'once' })
  await boss.work(queue, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 }, async ([started]) => {
    const both = started ? AbortSignal.any([signal, started.signal]) : signal
    try {
      await job.run(both)
    } catch (error) {
      onFailure(job.name, error)
      throw error
    }
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
