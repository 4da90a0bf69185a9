/**
 * A deep, frozen copy of plain data: what goes into a memory table can no longer be changed from outside. What is frozen already is
 * taken as it is, also as a part of other data: rows are made of rows.
 */
export function frozenCopy<Value>(value: Value): Value {
  return copyOf(value) as Value
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) return Object.freeze(value.map((element) => copyOf(element)))
  const copy: Record<string, unknown> = { ...value }
  for (const name in copy) {
    const field = copy[name]
    if (typeof field === 'object' && field !== null) copy[name] = copyOf(field)
  }
  return Object.freeze(copy)
}
