import { cutText, safeName, splitName } from './safe-name.ts'

/**
 * The remote name for a host name: the nearest allowed one, with the first number that makes it free (S12). A name that is
 * allocated is stored with the baseline and never renumbered.
 */
export function allocateName(hostName: string, isFree: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const candidate = numberedName(hostName, number)
    if (isFree(candidate)) return candidate
  }
}

/** The `number`th name to try: `quote.pdf`, `quote (2).pdf`, `quote (3).pdf`. */
export function numberedName(hostName: string, number: number): string {
  const name = safeName(hostName)
  if (number === 1) return name
  const { stem, extension } = splitName(name)
  const suffix = ` (${number})`
  return `${cutText(stem, 255 - suffix.length - extension.length).trimEnd()}${suffix}${extension}`
}
