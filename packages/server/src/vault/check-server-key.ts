import { instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import type { Settings } from '../settings.ts'

/** The rows are sealed with a key that this server was not given. */
export class ServerKeyError extends Error {
  override readonly name = 'ServerKeyError'
  readonly code = 'server_key_unknown'

  constructor({ keys, noted }: { readonly keys: readonly string[]; readonly noted: readonly string[] }) {
    const missing = noted.filter((id) => !keys.includes(id)).join(', ')
    super(
      `Tokens in the database are sealed with a key that this server does not have (${missing}; it has ${keys.join(', ')}). ` +
        'Give it that key: as the key, or among the previous keys until the tokens are sealed with the new one.',
    )
  }
}

/**
 * Gives a function that checks once whether the server has the keys that rows are sealed with, and notes its own. A check that could
 * not be made is made again by the next call.
 */
export function keyCheck({
  keys,
  stores,
  settings,
}: Pick<ServerParts, 'keys' | 'stores'> & { readonly settings: Pick<Settings, 'clock'> }) {
  const check = async (): Promise<void> => {
    const [current, ...previous] = (await keys.all()).map(({ id }) => id)
    if (current === undefined) return
    if (await stores.keys.claim({ current, previous }, instantOf(settings.clock.now()))) return
    throw new ServerKeyError({ keys: [current, ...previous], noted: await stores.keys.noted() })
  }
  let checked: Promise<void> | null = null
  return (): Promise<void> => {
    checked ??= check().catch((error: unknown) => {
      checked = null
      throw error
    })
    return checked
  }
}
