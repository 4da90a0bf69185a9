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
  /** Stops passes that nothing but this bulk run asked for. */
  abortBulk(bulkId: string): void
}

export function createRunningPasses(): RunningPasses {
  const passes = new Set<{ readonly linkId: string; readonly items: readonly WorkItem[]; abort(): void }>()
  return {
    start(linkId, items, outer) {
      const controller = new AbortController()
      const abort = (): void => controller.abort()
      const pass = { linkId, items, abort }
      passes.add(pass)
      outer.addEventListener('abort', abort, { once: true })
      if (outer.aborted) abort()
      return {
        signal: controller.signal,
        abort,
        end() {
          passes.delete(pass)
          outer.removeEventListener('abort', abort)
        },
      }
    },
    abortLink(linkId) {
      for (const pass of passes) if (pass.linkId === linkId) pass.abort()
    },
    abortBulk(bulkId) {
      for (const pass of passes) if (pass.items.every((item) => item.bulkId === bulkId)) pass.abort()
    },
  }
}
