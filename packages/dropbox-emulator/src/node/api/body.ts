const codes = {
  400: 'invalid_request',
  403: 'foreign_origin',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  415: 'unsupported_media_type',
} as const

/** A request that the JSON API refuses. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: keyof typeof codes

  constructor(status: keyof typeof codes, message: string) {
    super(message)
    this.status = status
  }

  get code(): string {
    return codes[this.status]
  }
}

/** A JSON object whose fields are still unknown. */
export type Fields = Readonly<Record<string, unknown>>

/** @throws ApiProblem when the body is not a JSON object */
export async function readFields(request: Request): Promise<Fields> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    throw new ApiProblem(415, 'Send a JSON object with Content-Type application/json.')
  }
  const value: unknown = await request.json().catch(() => null)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiProblem(400, 'The body must be a JSON object.')
  }
  return { ...value }
}

export function text(fields: Fields, name: string): string {
  const value = optionalText(fields, name)
  if (value === undefined) throw new ApiProblem(400, `"${name}" is missing.`)
  return value
}

export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new ApiProblem(400, `"${name}" must be text.`)
  return value
}

export function number(fields: Fields, name: string): number {
  const value = optionalNumber(fields, name)
  if (value === undefined) throw new ApiProblem(400, `"${name}" is missing.`)
  return value
}

export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ApiProblem(400, `"${name}" must be a number.`)
  return value
}

export function optionalBoolean(fields: Fields, name: string): boolean | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw new ApiProblem(400, `"${name}" must be true or false.`)
  return value
}

export function optionalTexts(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw new ApiProblem(400, `"${name}" must be a list of texts.`)
  return value.map((each: unknown) => {
    if (typeof each !== 'string') throw new ApiProblem(400, `"${name}" must be a list of texts.`)
    return each
  })
}

/** One of `choices`, or undefined when absent. */
export function optionalChoice<Choice extends string>(
  fields: Fields,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = optionalText(fields, name)
  if (value === undefined) return undefined
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw new ApiProblem(400, `"${name}" must be one of ${choices.join(', ')}.`)
  return choice
}
