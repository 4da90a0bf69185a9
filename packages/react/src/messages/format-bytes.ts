import { keepFormats } from './keep-formats.ts'

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as people of a language read it, e.g. `1.2 MB`, `1,2 Mo`. 1 MB is 1024 × 1024 bytes, as in the limit of 50 MB. */
export function formatBytes(sizeBytes: number, locale: string): string {
  if (sizeBytes < 1024) return sizeFormat(locale, 'byte', 0).format(sizeBytes)
  const exponent = Math.min(Math.floor(Math.log(sizeBytes) / Math.log(1024)), units.length)
  const value = sizeBytes / 1024 ** exponent
  const unit = units[exponent - 1] ?? 'terabyte'
  return sizeFormat(locale, unit, value < 10 && exponent > 1 ? 1 : 0).format(value)
}

const sizeFormat = keepFormats(
  (locale: string, unit: 'byte' | (typeof units)[number], maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumFractionDigits,
    }),
)
