import type { Texts } from './language.ts'

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as people read it, e.g. `1.2 MB`. 1 MB is 1024 × 1024 bytes, as in the limit of 50 MB. */
export function formatBytes(sizeBytes: number, locale: string, messages: Texts): string {
  if (sizeBytes < 1024) return messages['size.bytes']({ n: sizeBytes })
  const exponent = Math.min(Math.floor(Math.log(sizeBytes) / Math.log(1024)), units.length)
  const value = sizeBytes / 1024 ** exponent
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[exponent - 1] ?? 'terabyte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && exponent > 1 ? 1 : 0,
  }).format(value)
}
