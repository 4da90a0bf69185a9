import type { Outcome, TriedPromise } from './promise.ts'

/** A promise that was tried. */
export interface Tried extends Outcome {
  readonly promise: TriedPromise
  readonly seconds: number
}

/** `promise | measured | held`, and a last line that counts. */
export function tableOf(tried: readonly Tried[]): string {
  const rows = tried
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map(({ promise: { id, says }, measured, failures, seconds }) => [
      `${id} ${says}`,
      `${measured} · ${seconds.toFixed(0)} s`,
      failures.length === 0 ? 'yes' : 'NO',
    ])
  const held = tried.filter(({ failures }) => failures.length === 0).length
  const lines = [['promise', 'measured', 'held'], ...rows].map((cells) => cells.join(' | '))
  return `${lines.join('\n')}\n${tried.length} promises, ${held} held`
}

function numberOf({ promise }: Tried): number {
  return Number.parseInt(promise.id.slice(1), 10)
}
