/** Runs what a script does later. */
export interface Scheduler {
  /** Runs `run` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void
}

/** The timers of the page. Looked up at each call, so that fake timers count. */
export const timerScheduler: Scheduler = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** A {@link Scheduler} without time: a test or a story takes each step when it wants to. */
export interface ManualScheduler extends Scheduler {
  /** Takes the next step; `false` when none waits. */
  next(): boolean
  /** Takes all steps, also those that a step adds. */
  runAll(): void
}

/** Makes a {@link ManualScheduler}. Steps run in the order in which they were added, whatever their delay. */
export function manualScheduler(): ManualScheduler {
  const waiting = new Set<() => void>()
  const next = (): boolean => {
    const [run] = waiting
    if (!run) return false
    waiting.delete(run)
    run()
    return true
  }
  return {
    after(_delayMs, run) {
      const step = (): void => run()
      waiting.add(step)
      return () => waiting.delete(step)
    },
    next,
    runAll() {
      while (next());
    },
  }
}
