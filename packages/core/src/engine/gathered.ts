/**
 * Reads that are asked for at the same moment, as by ops that go side by side, are one read. It begins after the last of them was asked
 * for: nobody gets what is older than their question.
 *
 * @param rowsOf one row for each key, in the order asked
 */
export function gathered<Key, Row>(
  rowsOf: (keys: readonly Key[]) => Promise<readonly Row[]>,
): (key: Key) => Promise<Row | undefined> {
  let open: { readonly keys: Key[]; readonly rows: Promise<readonly Row[]> } | null = null
  const begin = () => {
    const keys: Key[] = []
    const rows = Promise.resolve().then(() => {
      open = null
      return rowsOf(keys)
    })
    return { keys, rows }
  }
  return async (key) => {
    open ??= begin()
    const { keys, rows } = open
    const at = keys.push(key) - 1
    return (await rows)[at]
  }
}
