import { hashOfText } from './fast-hash.ts'
import type { ModelWorld } from './model-world.ts'

/** A byte more than the limit of the full model. */
const LARGE = 'nine char'

const repeated: ReadonlySet<string> = new Set([await hashOfText('x'), await hashOfText('y'), await hashOfText(LARGE)])

/** Contents that say nothing of themselves, since several files may have them. */
export function isRepeated(hash: string): boolean {
  return repeated.has(hash)
}

/** The contents that a step asks for; `new` ones are like no others, some are exactly at the limit and some over it. */
export function contentsOf(world: ModelWorld, text: string): string {
  if (text !== 'new') return text
  const next = newContents(world)
  if (world.size.name === 'full' && world.nextContent % 9 === 0) return LARGE
  return next.padEnd(world.nextContent % 5 === 0 ? LARGE.length - 1 : 0, '.')
}

/** Contents like no others. */
export function newContents(world: ModelWorld): string {
  world.nextContent += 1
  return `n${world.nextContent}`
}
