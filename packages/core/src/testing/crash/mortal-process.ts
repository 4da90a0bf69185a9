import { createEngine } from '../../engine/create-engine.ts'
import type { Engine, EngineOptions, PassReport } from '../../engine/engine.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import { seededRandom } from '../../memory/index.ts'
import type { World } from '../engine-world/engine-world.ts'
import { quickSha256 } from './quick-sha256.ts'

/** A server process: an engine on what outlives it, i.e. the store, the host and the remote. */
export interface MortalProcess {
  readonly engine: Engine
  /**
   * The points that it has passed, in order: `store.commit#2:before` and `:after` for what has an effect, `store.dirty#1` for what
   * only reads, as nothing is different after it; one for each piece of a content.
   */
  readonly points: readonly string[]
  isDead(): boolean
  /** One pass of a link; fails when the process dies in it. */
  pass(linkId: string, records: readonly RecordKey[] | null): Promise<PassReport>
}

/** What a dead process's calls end with. */
class ProcessGone extends Error {
  override readonly name = 'ProcessGone'
}

const effects =
  /^(store\.(commit|commitUserRequest|\w+Lease|put\w+)|remote\.(upload|deleteFile|move|createFolder|restore)|host\.(create\w*|replace|rename|move|remove|restore\w*))$/

type Settings = Pick<EngineOptions, 'maxFileBytes' | 'onRecordDeleted'>

/**
 * Starts a process that dies at a point: from then on nothing that it does has an effect. It says no goodbye, so its lease stays taken.
 *
 * @param diesAt the name of a point; `null` for a process that lives
 */
export function startProcess(world: World, owner: string, diesAt: string | null, settings: Settings): MortalProcess {
  const points: string[] = []
  const calls = new Map<string, number>()
  let isDead = false

  const reach = (point: string): void => {
    if (isDead) throw new ProcessGone()
    points.push(point)
    if (point !== diesAt) return
    isDead = true
    throw new ProcessGone()
  }
  const nextOf = (name: string): string => {
    const number = (calls.get(name) ?? 0) + 1
    calls.set(name, number)
    return `${name}#${number}`
  }
  const call = async (name: string, run: () => unknown): Promise<unknown> => {
    const point = nextOf(name)
    const hasEffect = effects.test(name)
    reach(hasEffect ? `${point}:before` : point)
    const result = await run()
    if (hasEffect) reach(`${point}:after`)
    else if (isDead) throw new ProcessGone()
    return isStream(result) ? pieces(`${name}.bytes`, result) : result
  }
  async function* pieces(name: string, stream: AsyncIterable<unknown>): AsyncGenerator {
    for await (const piece of stream) {
      reach(nextOf(name))
      yield piece
    }
  }
  const mortal = <Target extends object>(plug: string, target: Target): Target =>
    new Proxy(target, {
      get(of, name, receiver) {
        const member: unknown = Reflect.get(of, name, receiver)
        if (typeof member !== 'function' || name === 'capabilities') return member
        return (...args: unknown[]) => call(`${plug}.${String(name)}`, () => Reflect.apply(member, of, args))
      },
    })

  const engine = createEngine({
    store: mortal('store', world.store),
    files: mortal('host', world.host),
    records: mortal('records', world.records),
    remote: async ({ id }) => {
      const spoke = world.spokes.find(({ linkId }) => linkId === id)
      if (!spoke) throw new Error(`There is no link "${id}".`)
      return mortal('remote', spoke.remote)
    },
    clock: world.clock,
    random: seededRandom(Number(owner.replace(/\D/g, '')) + 100),
    sha256: quickSha256,
    moduleFolderName: () => 'Companies',
    ...settings,
  })
  return {
    engine,
    points,
    isDead: () => isDead,
    async pass(linkId, records) {
      const report = await engine.runPass(linkId, { records, owner })
      if (isDead) throw new ProcessGone()
      return report
    },
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
