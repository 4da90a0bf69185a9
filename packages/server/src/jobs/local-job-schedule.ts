import type { JobSchedule, ScheduledJob } from '../ports/job-schedule.ts'
import { pause } from '../work/work-bell.ts'

const everyMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** A {@link JobSchedule} for a single process: each job is done at the start and then after its time, never twice at a time. */
export function localJobSchedule(): JobSchedule {
  const jobs = new Map<string, ScheduledJob>()
  const running = new Set<string>()
  return {
    add: (job) => void jobs.set(job.name, job),
    async run({ signal, onFailure }) {
      const doOnce = async (job: ScheduledJob): Promise<void> => {
        if (running.has(job.name)) return
        running.add(job.name)
        try {
          await job.run(signal)
        } catch (error) {
          onFailure(job.name, error)
        } finally {
          running.delete(job.name)
        }
      }
      const repeat = async (job: ScheduledJob): Promise<void> => {
        while (!signal.aborted) {
          const again = pause(everyMs[job.every], signal)
          await doOnce(job)
          await again
        }
      }
      await Promise.all([...jobs.values()].map(repeat))
    },
  }
}
