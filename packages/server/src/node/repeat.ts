import type { LogEntry } from '../options.ts'

/** Something that is done again and again. */
export interface Repetition {
  /** Ends it, and waits for what is under way. */
  end(): Promise<void>
}

/** Does something now and in intervals, never twice at a time. A failure is logged; the next time is another attempt. */
export function repeat(
  event: string,
  everyMs: number,
  task: () => Promise<void>,
  log: (entry: LogEntry) => void,
): Repetition {
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    try {
      await task()
    } catch (error) {
      log({ level: 'warn', event, message: error instanceof Error ? error.message : String(error) })
    } finally {
      running = null
    }
  }
  const start = (): void => {
    running ??= run()
  }
  start()
  const timer = setInterval(start, everyMs).unref()
  return {
    async end() {
      clearInterval(timer)
      await running
    },
  }
}
