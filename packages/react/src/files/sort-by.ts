import type { FilesSort } from './files-view.ts'

/** What a list can be sorted by. */
export type SortField = 'name' | 'updatedAt' | 'sizeBytes' | 'type'

/** What the widget offers. */
export const sortFields = ['name', 'updatedAt', 'sizeBytes'] as const

const allFields: readonly SortField[] = [...sortFields, 'type']

/** The field and the direction of an order. */
export function sortOf(sort: FilesSort = 'name'): { readonly field: SortField; readonly isDescending: boolean } {
  const isDescending = sort.startsWith('-')
  return { field: allFields.find((field) => sort.endsWith(field)) ?? 'name', isDescending }
}

/** The order after a press on a field: the other way round, or, of another field, what is mostly looked for: A, newest, largest. */
export function sortBy(field: SortField, now: FilesSort | undefined): FilesSort {
  const { field: before, isDescending } = sortOf(now)
  const down = before === field ? !isDescending : field === 'updatedAt' || field === 'sizeBytes'
  return down ? `-${field}` : field
}
