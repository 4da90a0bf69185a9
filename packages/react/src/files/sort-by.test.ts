import { expect, test } from 'vitest'

import { sortBy, sortOf } from './sort-by.ts'

test('another field begins with what is mostly looked for: A, the newest, the largest', () => {
  expect(sortBy('updatedAt', 'name')).toBe('-updatedAt')
  expect(sortBy('sizeBytes', undefined)).toBe('-sizeBytes')
  expect(sortBy('name', '-updatedAt')).toBe('name')
})

test('the same field turns the order round', () => {
  expect(sortBy('name', undefined)).toBe('-name')
  expect(sortBy('updatedAt', '-updatedAt')).toBe('updatedAt')
  expect(sortOf('-sizeBytes')).toEqual({ field: 'sizeBytes', isDescending: true })
})
