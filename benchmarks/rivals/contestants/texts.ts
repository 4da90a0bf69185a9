import type { SampleFile } from '../sample-files.ts'

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const sizes = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })

export function date(file: SampleFile): string {
  return dates.format(new Date(file.updatedAt))
}

export function size(file: SampleFile): string {
  return sizes.format(file.sizeBytes / 1000)
}

export function stateText(file: SampleFile): string {
  return file.state === 'synced' ? 'Synchronised' : 'Waiting'
}
