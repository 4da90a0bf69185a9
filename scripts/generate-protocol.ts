import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { OpenAPIHono } from '@hono/zod-openapi'
import { operationRights, routes } from '@twinfolder/protocol/schema'
import openapiTS, { astToString } from 'openapi-typescript'

/**
 * Writes the committed OpenAPI document of the protocol and what is generated from it: types and the route table of the
 * entry without zod. `--check` fails when the files differ from what would be written.
 */
const folder = join(import.meta.dirname, '..', 'packages', 'protocol')

const app = new OpenAPIHono()
for (const route of Object.values(routes)) app.openAPIRegistry.registerPath(route)
const document = app.getOpenAPI31Document({
  openapi: '3.1.0',
  info: { title: 'Twinfolder', version: '1', description: 'The contract between the Twinfolder widget and a server.' },
})
const text = JSON.stringify(document, null, 2)

const rights = Object.values(routes).map((route) => {
  // Read as data, since a route that lacks it would not have the type either.
  const right: unknown = Reflect.get(route, 'x-twinfolder-right')
  if (operationRights.some((known) => known === right)) return `  ${route.operationId}: '${String(right)}',`
  console.error(`${route.operationId} declares no right: add \`...needs('…')\` to its route.`)
  process.exit(1)
})
const table = Object.values(routes).map(
  (route) => `  ${route.operationId}: ['${route.method.toUpperCase()}', '${route.path}'],`,
)
const banner = '// Generated from openapi.json by `pnpm generate:protocol`. Do not edit.\n'
const files = {
  'openapi.json': `${text}\n`,
  'src/schema.gen.ts': banner + astToString(await openapiTS(JSON.parse(text), { immutable: true, alphabetize: false })),
  'src/routes.gen.ts': `${banner}\n/** Method and path of each operation. */\nexport const routeTable = {\n${table.join('\n')}\n} as const\n`,
  'src/rights.gen.ts': `${banner}\n/** What a user needs for each operation. */\nexport const routeRights = {\n${rights.join('\n')}\n} as const\n`,
}

const check = process.argv.includes('--check')
let stale = false
for (const [name, content] of Object.entries(files)) {
  const path = join(folder, name)
  if (!check) writeFileSync(path, content)
  else if (readFileSync(path, 'utf8') !== content) {
    stale = true
    console.error(`packages/protocol/${name} is not what the schema says: run \`pnpm generate:protocol\`.`)
  }
}
if (stale) process.exit(1)
console.log(`protocol: ${table.length} operations`)
