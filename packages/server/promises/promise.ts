import type { PromiseContext } from './context.ts'

/** How thoroughly promises are tried: `fast` is part of `npm test`, `usual` takes five to twenty minutes, `long` a night. */
export type Form = 'fast' | 'usual' | 'long'

/** What was measured, in a few words with figures, and every way in which the promise was broken. */
export interface Outcome {
  readonly measured: string
  readonly failures: readonly string[]
}

/** Something that the server promises its operators, with a way to try it. */
export interface TriedPromise {
  readonly id: string
  /** One sentence. */
  readonly says: string
  /** The forms that it is part of. */
  readonly forms: readonly Form[]
  /** So long that the usual form leaves it out, unless it is named. */
  readonly isLong: boolean
  /** Measures times, and has the machine for itself; the others are tried some at a time. */
  readonly isTimed: boolean
  /** Takes minutes: it begins first, so that the others are done beside it. */
  readonly isSlow: boolean
  readonly run: (context: PromiseContext) => Promise<Outcome>
}

/** What a promise is made of: `Budget` says how much is tried, apart for each form. */
export interface PromiseParts<Budget> {
  readonly id: string
  readonly says: string
  readonly budgets: { readonly [form in Form]?: Budget }
  readonly isLong?: boolean
  readonly isTimed?: boolean
  readonly isSlow?: boolean
  readonly run: (context: PromiseContext, budget: Budget) => Promise<Outcome>
}

/** Makes a promise that can be tried. A form without a budget leaves it out. */
export function definePromise<Budget>(parts: PromiseParts<Budget>): TriedPromise {
  const { id, says, budgets, isLong = false, isTimed = false, isSlow = false, run } = parts
  const forms = (['fast', 'usual', 'long'] as const).filter((form) => budgets[form] !== undefined)
  return {
    id,
    says,
    forms,
    isLong,
    isTimed,
    isSlow,
    run(context) {
      const budget = budgets[context.form]
      if (budget === undefined) throw new TypeError(`${id} has no ${context.form} form.`)
      return run(context, budget)
    },
  }
}
