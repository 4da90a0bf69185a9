/** An invariant that does not hold (`docs/sync-rules.md`, "Invariants"). */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/** Fails the sequence when something does not hold. */
export function holds(condition: boolean, invariant: string, what: () => string): asserts condition {
  if (!condition) throw new Violation(`[${invariant}] ${what()}`)
}

/** Notes what does not hold in the middle of a pass; {@link raiseNoted} fails the sequence after it. */
export function note(
  world: { readonly violations: string[] },
  condition: boolean,
  invariant: string,
  what: () => string,
): void {
  if (!condition) world.violations.push(`[${invariant}] ${what()}`)
}

/** Fails the sequence with the first thing that was noted. */
export function raiseNoted({ violations }: { readonly violations: readonly string[] }): void {
  const [first] = violations
  if (first !== undefined) throw new Violation(first)
}
