import type { RecordKey } from '../../domain/record-ref.ts'
import type { Engine } from '../../engine/engine.ts'
import { type World, type WorldOptions, engineWorld } from '../engine-world/engine-world.ts'
import { quickSha256 } from './quick-sha256.ts'

/** One kind of op, about to happen: a process that dies anywhere in it must be able to be followed by another. */
export interface CrashScenario {
  /** The rules and cases that it proves, e.g. `[C1] [C74]`. */
  readonly proves: string
  readonly kind: string
  readonly options?: WorldOptions | undefined
  /** Brings both sides to the moment before. */
  readonly prepare: (world: World) => Promise<unknown>
  /** What a person asks for first, in the process that dies; if it did not come to that, he asks again. */
  readonly ask?: ((engine: Engine, world: World) => Promise<unknown>) | undefined
  /** Whether the pass is asked for Acme, as by its button, and not for what is dirty. */
  readonly isPressed?: boolean | undefined
  /** What must be seen to happen when nobody dies: ops, codes of activity or problems, states of files, calls. */
  readonly shows: readonly string[]
}

/** Acme with these files on both sides. */
export async function synced(world: World, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await world.crm.put(name, text)
  await world.ada.press(world.acme)
}

/** The world of a scenario at the moment before. */
export async function worldOf({ options, prepare }: CrashScenario): Promise<World> {
  const world = await engineWorld({ ...options, sha256: quickSha256 })
  await prepare(world)
  return world
}

/** The records that the pass is asked for. */
export function wantedOf({ isPressed }: CrashScenario, world: World): readonly RecordKey[] | null {
  return isPressed ? [world.acme] : null
}
