/**
 * Keeps what `make` makes, by all that it is made from. To make an `Intl` format costs more than a whole row of the list, to use
 * one next to nothing. They stay few: a page has one language, one time zone and some ways to write.
 */
export function keepFormats<From extends readonly (string | number | undefined)[], Format>(
  make: (...from: From) => Format,
): (...from: From) => Format {
  const kept = new Map<string, Format>()
  return (...from) => {
    const key = from.join(' ')
    const known = kept.get(key)
    if (known !== undefined) return known
    const format = make(...from)
    kept.set(key, format)
    return format
  }
}
