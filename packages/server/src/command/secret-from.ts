import { readFileSync } from 'node:fs'

import { Secret } from '@twinfolder/core'

/**
 * A secret of a configuration, e.g. that of the app at Dropbox: from the variable, or from the file that `…_FILE` names, as the
 * command's own are read.
 *
 * @throws Error with the name when neither is there
 */
export function secretFrom(name: string, env: Readonly<Record<string, string | undefined>> = process.env): Secret {
  const path = env[`${name}_FILE`]
  const value = path ? readFileSync(path, 'utf8').trimEnd() : env[name]
  if (value) return new Secret(value)
  throw new Error(`${name} is missing: set it, or ${name}_FILE to a file that holds it.`)
}
