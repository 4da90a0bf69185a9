import type { WorkItem } from '../ports/work-queue.ts'

/** The passes of this process, so that unlinking or cancelling stops one before its next file (X16). */
export interface RunningPasses {
  /** Registers a pass; `signal` is aborted by the outer signal, too. Call `end` when it is over. */
  start(
    linkId: string,
    items: readonly WorkItem[],
    outer: AbortSignal,
  ): { readonly signal: AbortSignal; abort(): void; end(): void }
  abortLink(linkId: string): void
  /** Stops passes that nothing but this bulk run asked for; resolves when they have ended, or after two seconds. */
  abortBulk(bulkId: string): Promise<void>
}

interface RunningPass {
  readonly linkId: string
  readonly items: readonly WorkItem[]
  readonly ended: Promise<void>
  abort(): void
}

const LONGEST_WAIT_MS = 2000

export function createRunningPasses(): RunningPasses {
  const passes = new Set<RunningPass>()
  return {
    start(linkId, items, outer) {
      const controller = new AbortController()
      const abort = (): void => controller.abort()
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      const pass = { linkId, items, abort, ended }
      passes.add(pass)
      outer.addEventListener('abort', abort, { once: true })
      if (outer.aborted) abort()
      return {
        signal: controller.signal,
        abort,
        end() {
          passes.delete(pass)
          end()
          outer.removeEventListener('abort', abort)
        },
      }
    },
    abortLink(linkId) {
      for (const pass of passes) if (pass.linkId === linkId) pass.abort()
    },
    async abortBulk(bulkId) {
      const own = [...passes].filter(({ items }) => items.every((item) => item.bulkId === bulkId))
      for (const pass of own) pass.abort()
      if (own.length > 0) await Promise.race([Promise.all(own.map(({ ended }) => ended)), pause(LONGEST_WAIT_MS)])
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
