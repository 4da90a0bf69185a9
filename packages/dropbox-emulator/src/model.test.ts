import { expect, test } from 'vitest'

import { runSequence } from '../model/run.ts'

const seeds = Array.from({ length: 16 }, (_, index) => index + 1)

/** More of them: `pnpm test:emulator --operations 100000 --seed 100`. */
test.each(seeds)(
  'random operations come to what a plain tree says, and so do followers of the feed (seed %i)',
  async (seed) => {
    const { polls, refused, steps } = await runSequence(seed, 300)
    // A sequence that mostly fails, or that nobody looks at, would prove nothing.
    expect(refused).toBeLessThan(steps / 2)
    expect(polls).toBeGreaterThan(40)
  },
)
