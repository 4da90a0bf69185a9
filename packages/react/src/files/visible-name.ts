/** Characters that turn the direction of text or are invisible: with them `exe.fdp` may look like `pdf.exe`. */
const deceiving = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu

/** A name with every deceiving character shown as `�`. Only for the eye; the name itself stays as it is. */
export function visibleName(name: string): string {
  return name.replace(deceiving, '\uFFFD')
}

/** A name in two parts, so that a long one can be cut in the middle and keep its extension. */
export function splitName(name: string): readonly [head: string, tail: string] {
  const letters = Array.from(name)
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? Array.from(name.slice(dot)).length : 0
  const tail = Math.min(extension > 0 && extension <= 8 ? extension + 4 : 6, Math.floor(letters.length / 2))
  return [letters.slice(0, letters.length - tail).join(''), letters.slice(letters.length - tail).join('')]
}
