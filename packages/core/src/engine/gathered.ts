/**
 * Reads that are asked for at the same moment, as by ops that go side by side, are one read. It begins after the last of them was asked
 * for: nobody gets what is older than their question.
 *
 * @param rowsOf one row for each key, in the order asked
 */
export function gathered<Key, Row>(
  rowsOf: (keys: readonly Key[]) => Promise<readonly Row[]>,
): (key: Key) => Promise<Row | undefined> {
  let keys: Key[] = []
  let rows: Promise<readonly Row[]> | null = null
  const begin = (): Promise<readonly Row[]> => {
    const asked = keys
    keys = []
    rows = null
    return rowsOf(asked)
  }
  return (key) => {
    const at = keys.push(key) - 1
    rows ??= Promise.resolve().then(begin)
    return rows.then((found) => found[at])
  }
}
