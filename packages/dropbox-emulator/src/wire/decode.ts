/**
 * Reads one value of a request's argument, as strictly as Dropbox: unknown fields and wrong types are refused.
 *
 * @param at names of the fields around the value, for the message
 * @throws BadArgument
 */
export type Decode<T> = (value: unknown, at: readonly string[]) => T

type Decoded<Fields> = { readonly [Name in keyof Fields]: Fields[Name] extends Decode<infer T> ? T : never }

/** An argument that Dropbox refuses with 400. The message is Dropbox's, without the part that names the function. */
export class BadArgument extends Error {
  override readonly name = 'BadArgument'

  constructor(at: readonly string[], message: string) {
    super([...at, message].join(': '))
  }
}

export function struct<Fields extends Record<string, Decode<unknown>>>(fields: Fields): Decode<Decoded<Fields>> {
  const decodeStruct: Decode<Decoded<Fields>> = (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new BadArgument(at, `expected object, got ${kindOf(value)}`)
    }
    const given = new Map<string, unknown>(Object.entries(value))
    for (const name of given.keys()) {
      if (name !== '.tag' && !Object.hasOwn(fields, name)) throw new BadArgument(at, `unknown field '${name}'`)
    }
    const decoded: Record<string, unknown> = {}
    for (const [name, decode] of Object.entries(fields)) {
      const field = given.get(name)
      if (field === undefined && !optionals.has(decode)) throw new BadArgument(at, `missing required field '${name}'`)
      decoded[name] = decode(field, [...at, name])
    }
    return decoded as Decoded<Fields>
  }
  fieldNames.set(
    decodeStruct,
    Object.entries(fields).map(([name, decode]) =>
      decode === ignored ? `${name}*` : optionals.has(decode) ? `${name}?` : name,
    ),
  )
  return decodeStruct
}

/** The fields of a struct, for the table of endpoints: `name?` may be absent, `name*` is accepted and changes nothing. */
export function fieldsOf(decode: Decode<unknown>): readonly string[] {
  return fieldNames.get(decode) ?? []
}

/** The argument of a route that takes none: an empty body or `null`. */
export const nothing: Decode<null> = (value, at) => {
  if (value !== null) throw new BadArgument(at, 'expected null, got value')
  return null
}

export const boolean: Decode<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw new BadArgument(at, `expected boolean, got ${kindOf(value)}`)
  return value
}

export function integer(min: number, max: number): Decode<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new BadArgument(at, `expected integer, got ${kindOf(value)}`)
    }
    if (value < min) throw new BadArgument(at, `${value} is not within range [${min}, ${max}]`)
    if (value > max) throw new BadArgument(at, `${value} is not within range [${min}, ${max}]`)
    return value
  }
}

/** @param pattern as Dropbox's documentation writes it; must match the whole text */
export function string(pattern?: string): Decode<string> {
  const whole = pattern === undefined ? null : new RegExp(`^(?:${pattern})$`)
  return (value, at) => {
    if (typeof value !== 'string') throw new BadArgument(at, `expected string, got ${kindOf(value)}`)
    if (whole && !whole.test(value)) throw new BadArgument(at, `'${value}' did not match pattern '${pattern}'`)
    return value
  }
}

export function list<T>(decode: Decode<T>, most: number): Decode<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new BadArgument(at, `expected list, got ${kindOf(value)}`)
    if (value.length > most) throw new BadArgument(at, `list has ${value.length} items, but may have ${most} at most`)
    return value.map((each: unknown, index) => decode(each, [...at, String(index)]))
  }
}

/** A UTC time in whole seconds; milliseconds since 1970. */
export const timestamp: Decode<number> = (value, at) => {
  const text = string()(value, at)
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new BadArgument(at, `time data '${text}' does not match format '%Y-%m-%dT%H:%M:%SZ'`)
  return ms
}

/** A union of members without values (`add` or `{".tag":"add"}`) and members with fields (object form only). */
export function union<T>(members: Record<string, T | Decode<T>>): Decode<T> {
  return (value, at) => {
    const { tag, fields } = tagOf(value, at)
    const member = Object.hasOwn(members, tag) ? members[tag] : undefined
    if (member === undefined) throw new BadArgument(at, `unknown tag '${tag}'`)
    if (!isDecode<T>(member)) return member
    if (fields === null) throw new BadArgument(at, `expected object for '${tag}', got symbol`)
    return member(fields, at)
  }
}

/** A field that may be absent or `null`, and is `otherwise` then. */
export function optional<T, Otherwise extends T | null>(
  decode: Decode<T>,
  otherwise: Otherwise,
): Decode<T | Otherwise> {
  const decodeOptional: Decode<T | Otherwise> = (value, at) =>
    value === undefined || value === null ? otherwise : decode(value, at)
  optionals.add(decodeOptional)
  return decodeOptional
}

/** A field that is accepted and changes nothing here. */
export const ignored: Decode<null> = () => null

const optionals = new WeakSet<Decode<unknown>>([ignored])
const fieldNames = new WeakMap<Decode<unknown>, readonly string[]>()

function tagOf(value: unknown, at: readonly string[]): { readonly tag: string; readonly fields: object | null } {
  if (typeof value === 'string') return { tag: value, fields: null }
  if (typeof value !== 'object' || value === null) {
    throw new BadArgument(at, `expected object or string, got ${kindOf(value)}`)
  }
  if (!('.tag' in value) || typeof value['.tag'] !== 'string') throw new BadArgument(at, "missing '.tag' key")
  return { tag: value['.tag'], fields: value }
}

function isDecode<T>(member: T | Decode<T>): member is Decode<T> {
  return typeof member === 'function'
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float'
  return typeof value
}
