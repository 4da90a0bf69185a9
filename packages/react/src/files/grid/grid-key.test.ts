import { expect, test } from 'vitest'

import { gridCommand } from './grid-key.ts'

const grid = { index: 5, count: 100, pageRows: 8, isRtl: false }
const press = (key: string, more: Partial<Parameters<typeof gridCommand>[0]> = {}, place: Partial<typeof grid> = {}) =>
  gridCommand({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, { ...grid, ...place })

test('arrows, pages and ends move and never leave the list', () => {
  expect(press('ArrowDown')).toEqual({ type: 'move', to: 6, extend: false })
  expect(press('PageUp')).toEqual({ type: 'move', to: 0, extend: false })
  expect(press('End', { shiftKey: true })).toEqual({ type: 'move', to: 99, extend: true })
  expect(press('ArrowDown', {}, { index: 99 })).toEqual({ type: 'move', to: 99, extend: false })
})

test('from right to left, the way into a row is the other arrow', () => {
  expect(press('ArrowRight')).toEqual({ type: 'enterRow' })
  expect(press('ArrowRight', {}, { isRtl: true })).toEqual({ type: 'leaveRow' })
})

test('what means nothing here belongs to the page', () => {
  expect(press('Tab')).toBeNull()
  expect(press('F5')).toBeNull()
  expect(press('ArrowDown', { altKey: true })).toBeNull()
  expect(press('r', { ctrlKey: true })).toBeNull()
  expect(press('A', { metaKey: true })).toEqual({ type: 'selectAll' })
})

test('with Control, Space selects one more row, and the ends are where they are', () => {
  expect(press(' ', { ctrlKey: true })).toEqual({ type: 'toggle' })
  expect(press('Home', { ctrlKey: true, shiftKey: true })).toEqual({ type: 'move', to: 0, extend: true })
})
