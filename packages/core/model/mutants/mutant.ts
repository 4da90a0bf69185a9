/** A bug that is planted on purpose: one line of the engine, changed. What must catch it is part of it. */
export interface Mutant {
  readonly name: string
  /** The rules that it breaks. */
  readonly rules: readonly string[]
  /** Below `packages/core/src`. */
  readonly file: string
  /** Exactly one place of the file; a change of the code there has to change this, too. */
  readonly find: string
  readonly replace: string
  readonly caughtBy:
    | { readonly model: 'small' | 'full'; readonly sequences: number; readonly seed: number }
    | { readonly test: string; readonly title: string }
}

/** The source with the bug in it. @throws Error when there is not exactly one place for it */
export function mutated(source: string, { name, find, replace }: Mutant): string {
  const parts = source.split(find)
  if (parts.length !== 2) throw new Error(`The place of "${name}" is there ${parts.length - 1} times, not once.`)
  return parts.join(replace)
}
