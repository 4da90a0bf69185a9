/** Copies that were made here: they can be taken as they are, also as parts of others. */
const copies = new WeakSet<object>()

/** A deep, frozen copy of plain data: what goes into a memory table can no longer be changed from outside. */
export function frozenCopy<Value>(value: Value): Value {
  return copyOf(value) as Value
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || copies.has(value)) return value
  const copy = Array.isArray(value) ? value.map((element) => copyOf(element)) : fieldsOf(value)
  copies.add(copy)
  return Object.freeze(copy)
}

function fieldsOf(value: object): object {
  const copy: Record<string, unknown> = { ...value }
  for (const name in copy) {
    const field = copy[name]
    if (typeof field === 'object' && field !== null) copy[name] = copyOf(field)
  }
  return copy
}
