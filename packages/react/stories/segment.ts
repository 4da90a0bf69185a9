import type { MemoryBulkOptions } from '@twinfolder/client/testing'

const towns = ['Antwerp', 'Bruges', 'Ghent', 'Hasselt', 'Leuven', 'Liège', 'Mechelen', 'Namur', 'Ostend', 'Tournai']

/** A saved segment of the stories' CRM. */
export const segment = { module: 'companies', id: 'bakeries' } as const

/** Its ten companies. */
export const records: NonNullable<MemoryBulkOptions['records']> = towns.map((town, at) => {
  const id = String(1101 + at)
  return { record: { module: 'companies', id }, name: `${town} Bakery NV`, number: id }
})

/** The same; two of them fail, and one has no files. */
export const recordsWithFailures: typeof records = records.map((one, at) => {
  if (at === 2) return { ...one, end: 'failed', code: 'remote_busy' }
  if (at === 6) return { ...one, end: 'failed', code: 'name_refused' }
  return at === 8 ? { ...one, end: 'emptyFolder' } : one
})
