import type { Alphabet } from './commands.ts'
import type { ModelSize } from './model-world.ts'

/** A size of the model with what its sequences are made of. */
export interface ModelKind {
  readonly size: ModelSize
  readonly alphabet: Alphabet
  /** How many steps a sequence has at most. */
  readonly steps: number
}

const flatNames = ['a.txt', 'A.txt', 'b.txt', 'é', 'e\u0301', 'c']

/** Flat, two links, one record: millions of sequences. */
export const small: ModelKind = {
  size: {
    name: 'small',
    host: 'rich',
    users: 2,
    records: 1,
    capabilities: { folders: 'nested' },
    maxFileBytes: 1000,
    pageSize: 2,
  },
  alphabet: { users: 2, records: 1, names: flatNames, places: flatNames, calls: 24 },
  steps: 9,
}

const nestedNames = ['a.txt', 'A.txt', 'b.txt', 'é', 'e\u0301', 'sub/a.txt', 'sub/c', 'sub/deep/c', 'Sub2/a.txt']

/** Rich or poor host, one to three links and records, folders, limits, rights, quota, decisions. */
export function full(variant: number): ModelKind {
  const users = 1 + (Math.floor(variant / 3) % 3)
  const records = 2 + (variant % 2)
  return {
    size: {
      name: 'full',
      host: variant % 3 === 1 ? 'poor' : 'rich',
      users,
      records,
      capabilities: variant % 4 === 3 ? { copy: false, trash: false, versions: false } : {},
      maxFileBytes: 8,
      pageSize: 3,
    },
    alphabet: { users, records, names: nestedNames, places: [...nestedNames, 'sub', 'Sub2', 'sub/deep'], calls: 40 },
    steps: 24,
  }
}
