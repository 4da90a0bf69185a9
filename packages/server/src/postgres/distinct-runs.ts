/**
 * Cuts rows into runs without a repeated key and of at most `limit` rows, in order: one statement cannot write a row
 * twice, nor have more than 65,535 parameters.
 */
export function distinctRuns<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  limit: number = 1000,
): readonly (readonly Row[])[] {
  const runs: Row[][] = []
  let keys = new Set<string>()
  for (const row of rows) {
    const last = runs.at(-1)
    const key = keyOf(row)
    if (last === undefined || last.length === limit || keys.has(key)) {
      runs.push([row])
      keys = new Set([key])
    } else {
      last.push(row)
      keys.add(key)
    }
  }
  return runs
}
