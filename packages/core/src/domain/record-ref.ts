/** The five modules of a CRM whose records have files. */
export const modules = ['contacts', 'companies', 'projects', 'meetings', 'products'] as const

/** One of {@link modules}. */
export type Module = (typeof modules)[number]

/** One object of a module, as a browser names it, e.g. `{ module: 'companies', id: '1001' }`. */
export interface RecordRef {
  readonly module: Module
  readonly id: string
}

/** One object of a module together with its tenant: how the server and the engine name it. */
export interface RecordKey extends RecordRef {
  readonly tenantId: string
}

/** A text that is equal for equal records; usable as a map key. Never shown, never parsed. */
export function recordKeyText(record: RecordKey): string {
  const known = texts.get(record)
  if (known !== undefined) return known
  const text = JSON.stringify([record.tenantId, record.module, record.id])
  texts.set(record, text)
  return text
}

/** Asked for at every turn, of few objects that never change. */
const texts = new WeakMap<RecordKey, string>()

/** Tells whether `text` is the name of a module. */
export function isModule(text: string): text is Module {
  return (modules as readonly string[]).includes(text)
}

/** A user of the CRM. */
export interface UserKey {
  readonly tenantId: string
  readonly userId: string
}
