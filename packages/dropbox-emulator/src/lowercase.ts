import { lowercaseRuns } from './lowercase-table.ts'

const lowercased = new Map<number, number>()
for (const [first, last, step, distance] of lowercaseRuns) {
  for (let point = first; point <= last; point += step) lowercased.set(point, point + distance)
}

/**
 * The lowercase Dropbox uses for `path_lower`: Unicode 4.1, one code point at a time. It differs from
 * `toLowerCase()` for some hundred code points: `ẞ` stays, `İ` becomes a plain `i`, a final sigma is not special.
 */
export function dropboxLowercase(text: string): string {
  // The usual case, and much the fastest way to answer it.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  let lower = ''
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    lower += String.fromCodePoint(lowercased.get(point) ?? point)
  }
  return lower
}
