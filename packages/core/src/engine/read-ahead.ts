/** Rows that are read for many keys at once, before they are asked for one by one. */
export interface ReadAhead<Key, Row> {
  /** Reads what is not known of these keys. */
  read(keys: readonly Key[]): Promise<void>
  /** What is known, or else as it is now; that is not remembered. */
  get(key: Key): Promise<Row>
  /** The same for many keys, in the order asked. */
  all(keys: readonly Key[]): Promise<readonly Row[]>
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
  const missing = (keys: readonly Key[]): readonly Key[] => keys.filter((key) => !known.has(textOf(key)))
  const read = async (keys: readonly Key[], into: Map<string, Known<Row>>): Promise<void> => {
    const unique = [...new Map(missing(keys).map((key) => [textOf(key), key])).values()]
    if (unique.length === 0) return
    const rows = await rowsOf(unique)
    for (const [at, row] of rows.entries()) {
      const key = unique[at]
      if (key !== undefined) into.set(textOf(key), { row })
    }
  }
  const all = async (keys: readonly Key[]): Promise<readonly Row[]> => {
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
    async get(key) {
      const entry = known.get(textOf(key)) ?? { row: (await rowsOf([key]))[0] as Row }
      return entry.row
    },
    forget: (key) => void known.delete(textOf(key)),
    clear: () => known.clear(),
  }
}

interface Known<Row> {
  readonly row: Row
}
