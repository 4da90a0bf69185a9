/** Something that is done again and again, by one process at a time however many there are. */
export interface ScheduledJob {
  /** Letters, digits and hyphens, e.g. `purge-files`. */
  readonly name: string
  readonly every: 'minute' | 'hour' | 'day'
  /** May end early when `signal` is aborted. What it does must be harmless when it was broken off and is done anew. */
  run(signal: AbortSignal): Promise<void>
}

/** What is done without being asked for. */
export interface JobSchedule {
  /** Adds a job, before `run`; one of the same name is replaced. */
  add(job: ScheduledJob): void
  /**
   * Takes part in doing the jobs until `signal` is aborted, and ends when what is under way has ended. A job whose process died is done
   * again by another one; one whose time passed while no process ran is done once when one does.
   */
  run(options: {
    readonly signal: AbortSignal
    readonly onFailure: (job: string, error: unknown) => void
  }): Promise<void>
}
