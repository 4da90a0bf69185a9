/** Those that were named and are not among the found: it was not about them. `null` names none. */
export function unknownOf(
  named: readonly string[] | null,
  found: readonly string[],
): { id: string; code: 'file_unknown' }[] {
  const known = new Set(found)
  return [...new Set(named)].filter((id) => !known.has(id)).map((id) => ({ id, code: 'file_unknown' }))
}
