/** A table of a document: the cells of its rows by the names of their row and column. */
export type DocumentTable = ReadonlyMap<string, ReadonlyMap<string, string>>

/**
 * The first table below a heading, e.g. `### Bound`. The first column names the rows.
 *
 * @throws Error when there is no such heading or no table below it
 */
export function tableBelow(document: string, heading: string): DocumentTable {
  const [columns = [], , ...rows] = linesBelow(document, heading).map(cellsOf)
  return new Map(
    rows.map(([name = '', ...cells]) => [name, new Map(cells.map((cell, at) => [columns[at + 1] ?? '', cell]))]),
  )
}

/** The rows of such a table as they are, without its heads. */
export function rowsBelow(document: string, heading: string): readonly (readonly string[])[] {
  return linesBelow(document, heading).slice(2).map(cellsOf)
}

function linesBelow(document: string, heading: string): readonly string[] {
  const lines = document.split('\n')
  const start = lines.indexOf(heading)
  const first = lines.findIndex((line, at) => at > start && line.startsWith('|'))
  const next = lines.findIndex((line, at) => at > start && line.startsWith('#'))
  if (start < 0 || first < 0 || (next >= 0 && next < first)) throw new Error(`There is no table below "${heading}".`)
  const end = lines.findIndex((line, at) => at > first && !line.startsWith('|'))
  return lines.slice(first, end < 0 ? lines.length : end)
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
