/** Gives each row the React key of the element that shows it. */
export type RowKeys = (indices: readonly number[]) => readonly number[]

/**
 * A row that stays keeps its element, and with it the focus; one that comes takes over the element of one that goes, as far as no
 * element has to be moved for it: a reader that follows the elements meets the rows in their order. Asked the same twice, it answers
 * the same. Indices rise.
 */
export function createRowKeys(): RowKeys {
  let before: readonly number[] = []
  let keys: readonly number[] = []
  let fresh = 0
  return (indices) => {
    const stays = new Set(indices)
    let at = 0
    const next = indices.map((index) => {
      const place = before.indexOf(index, at)
      if (place >= 0) at = place
      else if (at === before.length || stays.has(before[at] ?? NaN)) return (fresh += 1)
      at += 1
      return keys[at - 1] ?? NaN
    })
    before = indices
    keys = next
    return next
  }
}
