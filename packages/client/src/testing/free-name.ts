/** `name`, or with the first number that makes it free: `quote.pdf`, `quote (2).pdf`, `quote (3).pdf`. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const extension = dot > 0 ? name.slice(dot) : ''
  let candidate = name
  for (let number = 2; isTaken(candidate); number += 1) candidate = `${stem} (${number})${extension}`
  return candidate
}
