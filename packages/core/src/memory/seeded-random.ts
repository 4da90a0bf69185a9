import type { Random } from '../ports/random.ts'

/** Chance that repeats: the same seed gives the same ids and fractions in the same order. Never use it for secrets. */
export function seededRandom(seed: number): Random {
  const next = smallFastCounter(seed)
  const word = (): string => next().toString(16).padStart(8, '0')
  return {
    id() {
      const hex = word() + word() + word() + word()
      const variant = '89ab'.charAt(next() % 4)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    fraction: () => next() / 0x1_0000_0000,
  }
}

/** 32 random bits a call: sfc32, 128 bits of state, so that neighbouring seeds share no ids. */
function smallFastCounter(seed: number): () => number {
  let a = seed | 0
  let b = Math.floor(seed / 0x1_0000_0000) | 0
  let c = 0x7477_696e
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next()
  return next
}
