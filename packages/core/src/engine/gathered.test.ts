import { expect, test } from 'vitest'

import { gathered } from './gathered.ts'

test('what is asked for at one moment is one read, and each gets its own row', async () => {
  const reads: (readonly number[])[] = []
  const squareOf = gathered(async (keys: readonly number[]) => {
    reads.push(keys)
    return keys.map((key) => key * key)
  })
  expect(await Promise.all([squareOf(2), squareOf(3), squareOf(2)])).toEqual([4, 9, 4])
  expect(reads).toEqual([[2, 3, 2]])
})

test('[S19] nobody gets what was read before they asked', async () => {
  let status = 'active'
  const release: (() => void)[] = []
  const statusOf = gathered(async (keys: readonly null[]) => {
    const read = status
    await new Promise<void>((resolve) => release.push(resolve))
    return keys.map(() => read)
  })
  const first = statusOf(null)
  await Promise.resolve()
  status = 'paused'
  const second = statusOf(null)
  await Promise.resolve()
  for (const go of release) go()
  expect([await first, await second]).toEqual(['active', 'paused'])
})

test('a failed read fails those who asked for it, and no later one', async () => {
  let isDown = true
  const get = gathered(async (keys: readonly string[]) => {
    if (isDown) throw new Error('Down.')
    return keys
  })
  const failed = await Promise.allSettled([get('a'), get('b')])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isDown = false
  expect(await get('c')).toBe('c')
})
