import type { StoreWrite } from '../ports/sync-store.ts'
import { isSyncError } from '../sync-error.ts'

/** So many writes share a transaction at most. */
const WRITES_A_TRANSACTION = 1000

interface Commit {
  readonly writes: readonly StoreWrite[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The commits of a pass, one transaction after the other, in the order in which they come. Those that come while one is under way are
 * the next transaction together, as those of ops that go side by side do: each is whole in it.
 */
export function commitQueue(
  transaction: (writes: readonly StoreWrite[]) => Promise<void>,
): (writes: readonly StoreWrite[]) => Promise<void> {
  const waiting: Commit[] = []
  let isBusy = false
  const work = async (): Promise<void> => {
    while (waiting.length > 0) await carryOut(transaction, taken(waiting))
    isBusy = false
  }
  return (writes) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ writes, resolve, reject })
      if (isBusy) return
      isBusy = true
      // What is asked for at this moment goes together.
      void Promise.resolve().then(work)
    })
}

/** The commits that come next, as many as fit into one transaction. */
function taken(waiting: Commit[]): readonly Commit[] {
  let count = 0
  let writes = 0
  for (const commit of waiting) {
    writes += commit.writes.length
    if (count > 0 && writes > WRITES_A_TRANSACTION) break
    count += 1
  }
  return waiting.splice(0, count)
}

async function carryOut(
  transaction: (writes: readonly StoreWrite[]) => Promise<void>,
  commits: readonly Commit[],
): Promise<void> {
  try {
    const [only] = commits
    await transaction(commits.length === 1 && only ? only.writes : commits.flatMap(({ writes }) => writes))
    for (const { resolve } of commits) resolve()
  } catch (error) {
    // One of them cannot be written; the others are not lost over it.
    if (commits.length > 1 && isSyncError(error, 'unexpected')) {
      for (const commit of commits) await carryOut(transaction, [commit])
    } else for (const { reject } of commits) reject(error)
  }
}
