import type { Clock } from '@twinfolder/core'

const INTERVAL_MS = 250

/** Reports the bytes sent, at most four times a second; the last report always comes. */
export function progressOf(
  onProgress: ((sentBytes: number) => void) | undefined,
  sizeBytes: number,
  clock: Clock,
): (sentBytes: number) => void {
  let reportedAt = Number.NEGATIVE_INFINITY
  return (sentBytes) => {
    const now = clock.now()
    if (!onProgress || (sentBytes < sizeBytes && now - reportedAt < INTERVAL_MS)) return
    reportedAt = now
    onProgress(sentBytes)
  }
}
