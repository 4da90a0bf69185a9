import type { PubSub } from '../ports/pub-sub.ts'
import { type WorkItem, workPriority } from '../ports/work-queue.ts'

/**
 * The passes that run, in whatever process: unlinking or cancelling stops one before its next file (X16), and one that works for
 * nobody in particular gives way to a person. Each process knows its own; the others are told.
 */
export interface RunningPasses {
  /** Registers a pass of this process. Call `end` when it is over. */
  start(linkId: string, items: readonly WorkItem[], outer: AbortSignal): RunningPass
  abortLink(linkId: string): void
  /** Stops passes that nothing but this bulk run asked for. */
  abortBulk(bulkId: string): void
  close(): void
}

/** One pass of this process. */
export interface RunningPass {
  /** Aborted by the outer signal, too. */
  readonly signal: AbortSignal
  /**
   * Whether somebody more urgent waits for the link: the pass ends before its next op. One that works for a person first does what
   * that person waits for.
   */
  givesWay(isThrough: boolean): boolean
  abort(): void
  end(): void
}

/** How long a pass that gives way may finish what is under way, so that a person waits at most two seconds in all. */
const PATIENCE_MS = 1200
/** What is under way is cut off at most that often for a link, or a large file would never get through. */
const CUT_OFF_EVERY_MS = 60_000

type Told = readonly ['abortLink', linkId: string] | readonly ['abortBulk', bulkId: string]

export function createRunningPasses(pubSub: PubSub): RunningPasses {
  const passes = new Set<
    RunningPass & { readonly linkId: string; readonly items: readonly WorkItem[]; hurry(): void }
  >()
  const cutOffAt = new Map<string, number>()

  const tell = (told: Told): void => pubSub.publish('pass', JSON.stringify(told))
  const hear = (message: string): void => {
    const [what, id] = JSON.parse(message) as Told
    for (const pass of passes) {
      const isMeant = what === 'abortLink' ? pass.linkId === id : pass.items.every((item) => item.bulkId === id)
      if (isMeant) pass.abort()
    }
  }
  const hurry = (linkId: string): void => {
    for (const pass of passes) if (pass.linkId === linkId) pass.hurry()
  }
  const mayCutOff = (linkId: string): boolean => {
    const last = cutOffAt.get(linkId) ?? -Infinity
    if (performance.now() - last < CUT_OFF_EVERY_MS) return false
    cutOffAt.delete(linkId)
    cutOffAt.set(linkId, performance.now())
    if (cutOffAt.size > 1000) cutOffAt.delete(cutOffAt.keys().next().value ?? '')
    return true
  }
  const leave = [pubSub.subscribe('pass', hear), pubSub.subscribe('work', hurry)]

  return {
    start(linkId, items, outer) {
      const controller = new AbortController()
      const abort = (): void => controller.abort()
      const isForPerson = items.some(({ priority }) => priority >= workPriority.person)
      let givesWay = false
      let impatience: ReturnType<typeof setTimeout> | undefined
      const pass = {
        linkId,
        items,
        signal: controller.signal,
        givesWay: (isThrough: boolean) => givesWay && (isThrough || !isForPerson),
        hurry() {
          if (givesWay) return
          givesWay = true
          if (isForPerson) return
          impatience = setTimeout(() => {
            if (mayCutOff(linkId)) abort()
          }, PATIENCE_MS)
        },
        abort,
        end() {
          passes.delete(pass)
          clearTimeout(impatience)
          outer.removeEventListener('abort', abort)
        },
      }
      passes.add(pass)
      outer.addEventListener('abort', abort, { once: true })
      if (outer.aborted) abort()
      return pass
    },
    abortLink: (linkId) => tell(['abortLink', linkId]),
    abortBulk: (bulkId) => tell(['abortBulk', bulkId]),
    close() {
      for (const end of leave) end()
    },
  }
}
