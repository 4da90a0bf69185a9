import type { Tree } from './case-edits.ts'

/** `file 001.txt` and so on. */
export function names(count: number, from = 1): readonly string[] {
  return Array.from({ length: count }, (_, at) => `file ${String(at + from).padStart(3, '0')}.txt`)
}

/** Files of such names, each with its own contents. */
export function files(count: number, from = 1): Tree {
  return Object.fromEntries(names(count, from).map((name) => [name, name]))
}

/** Their deletion. */
export function gone(count: number, from = 1): Readonly<Record<string, null>> {
  return Object.fromEntries(names(count, from).map((name) => [name, null]))
}

/** An op, or the code of a problem, for each of them. */
export function each(op: string, count: number, from = 1): readonly string[] {
  return names(count, from).map((name) => `${op} ${name}`)
}

/** One state for all of them. */
export function everyFile(state: string, count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(names(count).map((name) => [name, state]))
}
