import { SyncError } from '@twinfolder/core'

/** An object of a reply, whose fields are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** Tells whether `value` is an object whose fields can be asked for. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** `value` as an object. @throws `unexpected` when it is none: Dropbox answered something else. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (isFields(value)) return value
  throw notUnderstood(what)
}

/** A text that a reply must hold. @throws `unexpected` */
export function textOf(fields: Fields, name: string, what: string): string {
  const value = fields[name]
  if (typeof value === 'string') return value
  throw notUnderstood(`${what}.${name}`)
}

/** A number that a reply must hold. @throws `unexpected` */
export function numberOf(fields: Fields, name: string, what: string): number {
  const value = fields[name]
  if (typeof value === 'number') return value
  throw notUnderstood(`${what}.${name}`)
}

/** A text that a reply may hold: Dropbox omits what is absent and rarely says `null`. */
export function textOrNull(fields: Fields, name: string): string | null {
  const value = fields[name]
  return typeof value === 'string' ? value : null
}

/** The tag of a union member, given as an object or, for a member without fields, as the bare tag. */
export function tagOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return isFields(value) ? textOrNull(value, '.tag') : null
}

function notUnderstood(what: string): SyncError {
  return new SyncError('unexpected', `Dropbox sent a reply that this version does not understand: ${what} is missing.`)
}
