/** Rows that are read for many keys at once, before they are asked for one by one. */
export interface ReadAhead<Key, Row> {
  /** Reads what is not known of these keys. */
  read(keys: readonly Key[]): Promise<void>
  /** What is known, or else as it is now; that is not remembered. */
  get(key: Key): Promise<Row>
  /** The same for many keys, in the order asked. */
  all(keys: readonly Key[]): Promise<readonly Row[]>
  has(key: Key): boolean
  forget(key: Key): void
  clear(): void
}

/**
 * @param textOf a text that is equal for equal keys
 * @param rowsOf one row for each key, in the order asked
 */
export function readAhead<Key, Row>(
  textOf: (key: Key) => string,
  rowsOf: (keys: readonly Key[]) => Promise<readonly Row[]>,
): ReadAhead<Key, Row> {
  const known = new Map<string, Known<Row>>()
  const read = async (keys: readonly Key[], into: Map<string, Known<Row>>): Promise<void> => {
    const missing = new Map<string, Key>()
    for (const key of keys) if (!known.has(textOf(key))) missing.set(textOf(key), key)
    if (missing.size === 0) return
    const unique = [...missing.values()]
    const rows = await rowsOf(unique)
    for (const [at, row] of rows.entries()) {
      const key = unique[at]
      if (key !== undefined) into.set(textOf(key), { row })
    }
  }
  const all = async (keys: readonly Key[]): Promise<readonly Row[]> => {
    if (known.size === 0) return keys.length === 0 ? [] : rowsOf(keys)
    const found = new Map<string, Known<Row>>()
    await read(keys, found)
    return keys.flatMap((key) => {
      const entry = found.get(textOf(key)) ?? known.get(textOf(key))
      return entry ? [entry.row] : []
    })
  }
  return {
    read: (keys) => read(keys, known),
    all,
    get(key) {
      const entry = known.size > 0 ? known.get(textOf(key)) : undefined
      return entry ? Promise.resolve(entry.row) : rowsOf([key]).then(([row]) => row as Row)
    },
    has: (key) => known.size > 0 && known.has(textOf(key)),
    forget: (key) => void known.delete(textOf(key)),
    clear: () => known.clear(),
  }
}

interface Known<Row> {
  readonly row: Row
}
