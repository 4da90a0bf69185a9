import { carryOut } from './carry-out.ts'
import type { Command } from './commands.ts'
import { assertInvariants } from './invariants.ts'
import { modelWorld } from './model-world.ts'
import { clearTheWay, comeToRest } from './rest.ts'
import type { ModelKind } from './sizes.ts'
import { raiseNoted } from './violation.ts'

/** How a sequence went. */
export interface Played {
  readonly passes: number
  readonly trace: readonly string[]
}

/** Plays one sequence on a new world and checks what must hold, at each effect and at rest. @throws Violation */
export async function play({ size }: ModelKind, commands: readonly Command[]): Promise<Played> {
  const world = await modelWorld(size)
  for (const command of commands) {
    await carryOut(world, command)
    raiseNoted(world)
  }
  await clearTheWay(world)
  await comeToRest(world)
  await assertInvariants(world)
  raiseNoted(world)
  return { passes: world.passes, trace: world.trace }
}
