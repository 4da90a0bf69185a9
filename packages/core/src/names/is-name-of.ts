/** Whether a host that was asked for a name may have made another one of it: `quote.pdf`, `quote (2).pdf`. */
export function isNameOf(name: string, asked: string): boolean {
  return name === asked || name.replace(/ \(\d+\)(?=(\.[^.]*)?$)/, '') === asked
}
