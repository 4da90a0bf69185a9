import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { editFiles } from './edit.ts'
import type { ModelWorld } from './model-world.ts'
import { passOnce } from './pass-once.ts'
import { keyOf, spokeOf } from './places.ts'

/** Carries a step out. What is not possible now, e.g. renaming a file that is not there, does nothing. */
export async function carryOut(world: ModelWorld, command: Command): Promise<void> {
  world.clock.advance(1000)
  switch (command.type) {
    case 'pass':
      return pass(world, command)
    case 'passes': {
      const [a, b] = world.spokes
      if (!a || !b) return
      await Promise.all([passOnce(world, a, null, { fault: command.fault }), passOnce(world, b, null)])
      return
    }
    case 'loseCursor':
      return spokeOf(world, command.user).remote.owner.loseCursors()
    case 'wait':
      return world.clock.advance(command.hours * 3_600_000)
    case 'renameRecord': {
      const key = keyOf(world, command.record)
      return world.records.set(key, { name: command.name, number: String(command.record + 1), singular: 'Company' })
    }
    case 'rights': {
      const { userId } = spokeOf(world, command.user)
      const [read, write] = [command.rights !== 'none', command.rights === 'all']
      const user = { tenantId: 'tenant-1', userId }
      return world.records.setAccess(user, keyOf(world, command.record), { read, write, missing: [] })
    }
    case 'authorize': {
      const { owner } = spokeOf(world, command.user).remote
      return command.isGranted ? owner.authorize() : owner.revoke()
    }
    case 'quota':
      return spokeOf(world, command.user).remote.owner.setAllocatedBytes(command.isFull ? 0 : null)
    case 'stop':
    case 'pause':
    case 'unlink':
    case 'putBack':
    case 'answerHeld':
    case 'resolve':
    case 'undo':
    case 'preview':
    case 'backUp':
    case 'restore':
      return decide(world, command)
    default:
      return editFiles(world, command)
  }
}

async function pass(world: ModelWorld, command: Extract<Command, { readonly type: 'pass' }>): Promise<void> {
  const spoke = spokeOf(world, command.user)
  const key = command.press === null ? null : keyOf(world, command.press)
  if (key && !spoke.isUnlinked) await spoke.engine.enrol(spoke.linkId, key, spoke.userId)
  const { fault, meanwhile } = command
  await passOnce(world, spoke, key && [key], {
    fault,
    meanwhile: meanwhile && { at: meanwhile.at, run: () => editFiles(world, meanwhile.edit) },
  })
}
