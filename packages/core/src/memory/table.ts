import { frozenCopy } from './frozen-copy.ts'

/** Rows by key with indexes that are kept with every write, as a database would. Rows are frozen copies. */
export interface Table<Row> {
  readonly get: (key: string) => Row | null
  readonly put: (row: Row) => void
  /** Adds a row unless there is one with its key; says whether it did. */
  readonly add: (row: Row) => boolean
  /** Gives the row that was removed. */
  readonly delete: (key: string) => Row | null
  /** All rows in the order in which their keys came. */
  readonly rows: () => readonly Row[]
  /** Replaces all rows. */
  readonly load: (rows: readonly Row[]) => void
  /** Declares an index over the values of a row; gives the lookup, in the order in which keys came to a value. */
  readonly index: (valuesOf: (row: Row) => readonly string[]) => (value: string) => readonly Row[]
}

/** An empty {@link Table}. Declare its indexes before the first row. */
export function table<Row>(keyOf: (row: Row) => string): Table<Row> {
  const byKey = new Map<string, Kept<Row>>()
  const indexes: ((row: Row) => readonly string[])[] = []
  /** For each index the rows of a value, by their keys. */
  const buckets: Map<string, Map<string, Row>>[] = []

  const remove = (key: string): Row | null => {
    const kept = byKey.get(key)
    if (kept === undefined) return null
    byKey.delete(key)
    kept.values.forEach((values, at) => {
      for (const value of values) dropFrom(buckets[at], value, key)
    })
    return kept.row
  }
  const put = (row: Row): void => {
    const key = keyOf(row)
    const old = byKey.get(key)
    const copy = frozenCopy(row)
    const values = indexes.map((valuesOf) => valuesOf(copy))
    byKey.set(key, { row: copy, values })
    values.forEach((own, at) => {
      for (const value of old?.values[at] ?? []) if (!own.includes(value)) dropFrom(buckets[at], value, key)
      for (const value of own) addTo(buckets[at], value, key, copy)
    })
  }

  return {
    get: (key) => byKey.get(key)?.row ?? null,
    put,
    add(row) {
      if (byKey.has(keyOf(row))) return false
      put(row)
      return true
    },
    delete: remove,
    rows: () => Array.from(byKey.values(), ({ row }) => row),
    load(rows) {
      for (const key of byKey.keys()) remove(key)
      for (const row of rows) put(row)
    },
    index(valuesOf) {
      const own = new Map<string, Map<string, Row>>()
      indexes.push(valuesOf)
      buckets.push(own)
      return (value) => {
        const bucket = own.get(value)
        return bucket === undefined ? [] : [...bucket.values()]
      }
    },
  }
}

/** A row, and its values in each index: where it has to be taken away from. */
interface Kept<Row> {
  readonly row: Row
  readonly values: readonly (readonly string[])[]
}

/** A key of several parts that no other parts of that number give: all but the last tell how long they are. */
export function keyText(...parts: readonly (string | number)[]): string {
  const last = parts.length - 1
  let text = ''
  for (let at = 0; at < last; at += 1) {
    const part = parts[at]
    text += typeof part === 'string' ? `${part.length}:${part}` : `${part};`
  }
  return `${text}${parts[last]}`
}

/** A path and the folders above it, for an index that answers "at or below": `/a/b` gives `/a/b` and `/a`. */
export function pathAndParents(path: string): readonly string[] {
  const paths: string[] = []
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) paths.push(path.slice(0, end))
  return paths
}

function addTo<Row>(buckets: Map<string, Map<string, Row>> | undefined, value: string, key: string, row: Row): void {
  const bucket = buckets?.get(value)
  if (bucket === undefined) buckets?.set(value, new Map([[key, row]]))
  else bucket.set(key, row)
}

function dropFrom<Row>(buckets: Map<string, Map<string, Row>> | undefined, value: string, key: string): void {
  const bucket = buckets?.get(value)
  bucket?.delete(key)
  if (bucket?.size === 0) buckets?.delete(value)
}
