import { expect, test } from 'vitest'

import { feedPositionText, feedPositionsOf } from './feed-position.ts'

test.for([
  { feed: null, listed: null },
  { feed: '12', listed: null },
  { feed: null, listed: '7' },
  { feed: '12', listed: '7' },
])('a link goes on where it was in both feeds: %s', (positions) => {
  expect(feedPositionsOf(feedPositionText(positions))).toEqual(positions)
})

test('the position of a host with a feed alone is its own, as it is', () => {
  expect(feedPositionText({ feed: 'cursor-1', listed: null })).toBe('cursor-1')
  expect(feedPositionsOf('cursor-1')).toEqual({ feed: 'cursor-1', listed: null })
})
