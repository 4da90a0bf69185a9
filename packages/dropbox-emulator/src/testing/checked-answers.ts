import { readFileSync } from 'node:fs'

import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'

import { summaryOf } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'

/** An answer whose shape has been checked against the types of the official SDK. */
export interface Answer {
  readonly route: string
  readonly status: number
  readonly headers: Headers
  /** The result: JSON, or what the header `Dropbox-API-Result` says. */
  readonly result: unknown
  /** `path/not_found` for JSON errors, without the dots; the text of others. `null` for answers that are none. */
  readonly error: string | null
  readonly bytes: Uint8Array<ArrayBuffer>
}

interface Schemas {
  readonly routes: Readonly<Record<string, { readonly result: object; readonly error: object }>>
  readonly common: Readonly<Record<string, object>>
  readonly $defs: object
}

const schemas = JSON.parse(readFileSync(new URL('sdk-schemas.json', import.meta.url), 'utf8')) as Schemas
const ajv = new Ajv2020({ allErrors: true, strict: false })
ajv.addSchema({ $id: 'sdk', $defs: schemas.$defs })
const validators = new Map<object, ValidateFunction>()

/** Reads an answer of a route. @throws Error when its shape is not one that the SDK's types allow */
export async function checkedAnswer(route: string, response: Response): Promise<Answer> {
  const { headers, status } = response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const answer = { route, status, headers, bytes }
  const where = `${route} ${status}`
  if (!headers.get('x-dropbox-request-id')) throw new Error(`${where} has no request id.`)
  const types = schemas.routes[route]
  if (!types) throw new Error(`There are no schemas of "${route}": run pnpm generate:emulator.`)
  if (status < 400) {
    const header = headers.get('dropbox-api-result')
    const result: unknown = JSON.parse(header ?? new TextDecoder().decode(bytes))
    check(where, types.result, result)
    return { ...answer, result, error: null }
  }
  if (headers.get('content-type') !== 'application/json') {
    const text = new TextDecoder().decode(bytes)
    const prefix = `Error in call to API function "${route}": `
    if (status === 400 && !text.startsWith(prefix)) throw new Error(`${where} does not name the function: ${text}`)
    return { ...answer, result: null, error: text.replace(prefix, '') }
  }
  const body = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly error_summary: string
    readonly error: unknown
  }
  if (Object.keys(body).sort().join() !== 'error,error_summary') throw new Error(`${where} is not an error's body.`)
  check(where, status === 409 ? types.error : (schemas.common[status] ?? false), body.error)
  const summary = body.error_summary.replace(/\/\.{0,3}$/, '')
  const tags = status === 429 ? summary : summaryOf(body.error as Tagged)
  if (tags !== summary) throw new Error(`${where} is summed up as "${summary}", but its tags are "${tags}".`)
  return { ...answer, result: body.error, error: summary }
}

function check(where: string, schema: object | false, value: unknown): void {
  if (schema === false) throw new Error(`${where} has no business to be JSON.`)
  // Inside the schema, names of types start at the document that holds them all.
  const validate =
    validators.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs', '"sdk#/$defs')))
  validators.set(schema, validate)
  if (validate(value)) return
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
  throw new Error(
    `${where} is not what the SDK's types say:\n${JSON.stringify(value)}\n${problems.slice(0, 12).join('\n')}`,
  )
}
