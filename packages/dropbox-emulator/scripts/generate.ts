import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { builtRoutes } from '../src/routes/index.ts'
import { endpointTable } from './endpoint-table.ts'
import { sdkSchemas } from './sdk-schemas.ts'

/**
 * Writes what is made from the routes and from the SDK's types: the table of endpoints, and the schemas that the tests
 * of the wire hold every answer to. `--check` fails when the files differ from what would be written.
 */
const folder = join(import.meta.dirname, '..')
const files = {
  'docs/endpoints.md': endpointTable(builtRoutes),
  'src/testing/sdk-schemas.json': onePerLine(sdkSchemas(builtRoutes.map(({ name }) => name))),
}

const check = process.argv.includes('--check')
let stale = false
for (const [name, content] of Object.entries(files)) {
  const path = join(folder, name)
  if (!check) writeFileSync(path, content)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== content) {
    stale = true
    console.error(`packages/dropbox-emulator/${name} is out of date: run \`pnpm generate:emulator\`.`)
  }
}
if (stale) process.exit(1)
console.log(`emulator: ${builtRoutes.length} endpoints`)

/** JSON with a line for each schema, so that a change of one is a change of one line. */
function onePerLine(groups: object): string {
  const written = Object.entries(groups).map(([group, schemas]) => {
    const lines = Object.entries(schemas as object).map(
      ([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`,
    )
    return `${JSON.stringify(group)}:{\n${lines.join(',\n')}\n}`
  })
  return `{${written.join(',\n')}}\n`
}
