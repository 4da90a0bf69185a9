import { SyncError } from '../../sync-error.ts'

/** What goes wrong with one call: before or after its effect; or the process ends there. */
export interface Fault {
  /** The method, e.g. `upload`, `commit`, `create`. */
  readonly method: string
  /** Which of the calls from now on, counted from 0. @default 0 */
  readonly skip?: number | undefined
  readonly when: 'before' | 'after'
  /** `crash`: nothing happens any more until the next pass. Else what the caller sees, e.g. a lost reply. */
  readonly error: SyncError | 'crash'
}

/** Faults that wait for their calls. */
export interface Faults {
  add(fault: Fault): void
  /** Runs something at the moment of a call, before its effect. */
  meanwhile(method: string, run: () => unknown): void
  /** The process dies at the so-many-th call from now on, whichever it is. */
  crashAtCall(count: number, when: 'before' | 'after'): void
  /** The remote, the store or the host with the faults in its way. */
  wrap<Target extends object>(target: Target, methods: readonly string[]): Target
  /** A new process: what waited is forgotten. */
  restart(): void
  /** The methods that were called through {@link Faults.wrap}, in order, until {@link Faults.clearCalls}. */
  readonly calls: readonly string[]
  /** The methods of faults that came to pass. */
  readonly came: readonly string[]
  clearCalls(): void
}

/** The reply never came: nobody knows whether the effect took place. */
export const lostReply = new SyncError('remote_unavailable', 'The reply was lost.')

class Crash extends Error {}

export function faults(): Faults {
  let waiting: { fault: Fault; skip: number }[] = []
  let actions: { method: string; run: () => unknown }[] = []
  let countdown: { left: number; when: 'before' | 'after' } | null = null
  let isDead = false
  const calls: string[] = []
  const came: string[] = []

  const dieIf = (isDue: boolean): void => {
    if (isDue) isDead = true
    if (isDead) throw new Crash('The process is gone.')
  }
  const take = (method: string): Fault | null => {
    const found = waiting.find(({ fault }) => fault.method === method)
    if (!found) return null
    if (found.skip > 0) {
      found.skip -= 1
      return null
    }
    waiting = waiting.filter((other) => other !== found)
    return found.fault
  }
  const raise = (fault: Fault): void => {
    came.push(fault.method)
    dieIf(fault.error === 'crash')
    throw fault.error
  }
  const intercept = async (method: string, call: () => unknown): Promise<unknown> => {
    dieIf(false)
    calls.push(method)
    const action = actions.find((waits) => waits.method === method)
    actions = actions.filter((waits) => waits !== action)
    await action?.run()
    const fault = take(method)
    if (countdown) countdown.left -= 1
    const dies = countdown !== null && countdown.left < 0 ? countdown.when : null
    dieIf(dies === 'before')
    if (fault?.when === 'before') raise(fault)
    const result = await call()
    dieIf(dies === 'after')
    if (fault) raise(fault)
    return result
  }
  return {
    calls,
    came,
    clearCalls() {
      calls.length = 0
      came.length = 0
    },
    add: (fault) => void waiting.push({ fault, skip: fault.skip ?? 0 }),
    meanwhile: (method, run) => void actions.push({ method, run }),
    crashAtCall(count, when) {
      countdown = { left: count, when }
    },
    wrap: (target, methods) =>
      new Proxy(target, {
        get(of, name, receiver) {
          const member: unknown = Reflect.get(of, name, receiver)
          if (typeof member !== 'function' || !methods.includes(String(name))) return member
          return (...args: unknown[]) => intercept(String(name), () => Reflect.apply(member, of, args))
        },
      }),
    restart() {
      waiting = []
      actions = []
      countdown = null
      isDead = false
    },
  }
}
