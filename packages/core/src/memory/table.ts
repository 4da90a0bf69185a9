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
  const byKey = new Map<string, Row>()
  /** Each moves a key from the values of its old row to those of its new row. */
  const indexes: ((key: string, old: Row | null, row: Row | null) => void)[] = []

  const remove = (key: string): Row | null => {
    const row = byKey.get(key) ?? null
    byKey.delete(key)
    for (const index of indexes) index(key, row, null)
    return row
  }
  const put = (row: Row): void => {
    const key = keyOf(row)
    const old = byKey.get(key) ?? null
    const copy = frozenCopy(row)
    byKey.set(key, copy)
    for (const index of indexes) index(key, old, copy)
  }

  return {
    get: (key) => byKey.get(key) ?? null,
    put,
    add(row) {
      if (byKey.has(keyOf(row))) return false
      put(row)
      return true
    },
    delete: remove,
    rows: () => [...byKey.values()],
    load(rows) {
      for (const key of byKey.keys()) remove(key)
      for (const row of rows) put(row)
    },
    index(valuesOf) {
      const buckets = new Map<string, Map<string, Row>>()
      indexes.push((key, old, row) => {
        const values = row === null ? [] : valuesOf(row)
        const left = old === null ? [] : valuesOf(old).filter((value) => !values.includes(value))
        for (const value of left) dropFrom(buckets, value, key)
        if (row !== null) for (const value of values) bucketOf(buckets, value).set(key, row)
      })
      return (value) => [...(buckets.get(value)?.values() ?? [])]
    },
  }
}

/** A key of several parts that no other parts give. */
export function keyText(...parts: readonly (string | number)[]): string {
  let text = ''
  for (const part of parts) text += typeof part === 'number' ? `${part};` : `${part.length}:${part}`
  return text
}

/** A path and the folders above it, for an index that answers "at or below": `/a/b` gives `/a/b` and `/a`. */
export function pathAndParents(path: string): readonly string[] {
  const paths: string[] = []
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) paths.push(path.slice(0, end))
  return paths
}

function bucketOf<Row>(buckets: Map<string, Map<string, Row>>, value: string): Map<string, Row> {
  const known = buckets.get(value)
  if (known !== undefined) return known
  const bucket = new Map<string, Row>()
  buckets.set(value, bucket)
  return bucket
}

function dropFrom<Row>(buckets: Map<string, Map<string, Row>>, value: string, key: string): void {
  const bucket = buckets.get(value)
  bucket?.delete(key)
  if (bucket?.size === 0) buckets.delete(value)
}
