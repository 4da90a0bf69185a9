import { keepFormats } from './keep-formats.ts'
import type { Messages } from './messages.gen.ts'

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as people read it, e.g. `1.2 MB`. 1 MB is 1024 × 1024 bytes, as in the limit of 50 MB. */
export function formatBytes(sizeBytes: number, locale: string, messages: Messages): string {
  if (sizeBytes < 1024) return messages['size.bytes']({ n: sizeBytes })
  const exponent = Math.min(Math.floor(Math.log(sizeBytes) / Math.log(1024)), units.length)
  const value = sizeBytes / 1024 ** exponent
  const unit = units[exponent - 1] ?? 'terabyte'
  return sizeFormat(locale, unit, value < 10 && exponent > 1 ? 1 : 0).format(value)
}

const sizeFormat = keepFormats(
  (locale: string, unit: (typeof units)[number], maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }),
)
