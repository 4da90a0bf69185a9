/** A deep, frozen copy of plain data: what goes into a memory table can no longer be changed from outside. */
export function frozenCopy<Value>(value: Value): Value {
  return copyOf(value) as Value
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map((element) => copyOf(element)))
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyOf(field)])))
}
