import { SyncError } from '../src/index.ts'

/** What goes wrong with one call of a pass, counted from 0 over all plug points. */
export interface WireFault {
  readonly at: number
  readonly when: 'before' | 'after'
  /** `crash`: the process is gone. `lost`: the request or its reply never came. `busy`: too many requests. */
  readonly kind: 'crash' | 'lost' | 'busy'
}

/** Something that a person does at the moment of a call. */
export interface Meanwhile {
  readonly at: number
  readonly run: () => Promise<void>
}

/** The process of the engine is gone: nothing that it waits for comes back. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** The wire between the engine and its plug points: every call passes here, and faults wait for theirs. */
export interface Wire {
  /** A plug point whose calls pass here; `effects` are what can be lost or refused. */
  through<Target extends object>(
    name: string,
    target: Target,
    calls: readonly (keyof Target & string)[],
    effects: readonly (keyof Target & string)[],
  ): Target
  /** A new process, with what will go wrong in it. */
  start(faults: readonly WireFault[], meanwhile: readonly Meanwhile[]): void
}

const busy = new SyncError('remote_busy', 'Too many requests.', { retryAfterMs: 1000 })
const lost = {
  remote: new SyncError('remote_unavailable', 'No reply.'),
  host: new SyncError('host_unavailable', 'No reply.'),
}

export function createWire(): Wire {
  let faults: readonly WireFault[] = []
  let waiting: readonly Meanwhile[] = []
  let count = 0
  let isDead = false
  let isCalm = true

  const raise = (fault: WireFault, name: string, isEffect: boolean): void => {
    if (fault.kind === 'crash') {
      isDead = true
      throw new Crash('The process is gone.')
    }
    if (name === 'store' || !isEffect) return
    if (fault.kind === 'busy' && name === 'remote') throw busy
    throw name === 'remote' ? lost.remote : lost.host
  }
  const pass = async (name: string, isEffect: boolean, effect: () => unknown): Promise<unknown> => {
    const at = count
    count += 1
    for (const { at: then, run } of waiting) if (then === at) await run()
    const fault = faults.find((one) => one.at === at)
    if (isDead) throw new Crash('The process is gone.')
    if (fault?.when === 'before') raise(fault, name, isEffect)
    const result = await effect()
    if (isDead) throw new Crash('The process is gone.')
    if (fault?.when === 'after') raise(fault, name, isEffect)
    return result
  }
  return {
    through(name, target, methods, effects) {
      const wired = { ...target } as Record<string, unknown>
      for (const method of methods) {
        const call = target[method]
        if (typeof call !== 'function') continue
        const isEffect = effects.includes(method)
        wired[method] = (...args: unknown[]) => {
          if (isDead) return Promise.reject(new Crash('The process is gone.'))
          if (isCalm) return Reflect.apply(call, target, args)
          return pass(name, isEffect, () => Reflect.apply(call, target, args))
        }
      }
      return wired as typeof target
    },
    start(next, meanwhile) {
      faults = next
      waiting = meanwhile
      count = 0
      isDead = false
      isCalm = next.length === 0 && meanwhile.length === 0
    },
  }
}
