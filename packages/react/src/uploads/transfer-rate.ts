/** How long is looked back: short enough to follow a change, long enough not to jump. */
const WINDOW_MS = 20_000
/** Before that an estimate would be a guess. */
const LEAST_MS = 3000
/** Shorter times are not worth telling. */
const SHORT_SECONDS = 10

/** How fast bytes arrive. */
export interface TransferRate {
  /** Notes how much has arrived, and gives the time that the rest will take; `null` when it is short or not known yet. */
  readonly secondsLeft: (nowMs: number, sentBytes: number, sizeBytes: number) => number | null
}

/** Makes a {@link TransferRate} over the last seconds. */
export function createTransferRate(): TransferRate {
  let samples: readonly { readonly at: number; readonly bytes: number }[] = []
  return {
    secondsLeft(nowMs, sentBytes, sizeBytes) {
      const kept = samples.filter(({ at, bytes }) => at > nowMs - WINDOW_MS && bytes <= sentBytes)
      samples = [...kept, { at: nowMs, bytes: sentBytes }]
      const [oldest] = samples
      if (!oldest || nowMs - oldest.at < LEAST_MS || sentBytes === oldest.bytes) return null
      const seconds = ((sizeBytes - sentBytes) * (nowMs - oldest.at)) / (sentBytes - oldest.bytes) / 1000
      return seconds > SHORT_SECONDS ? seconds : null
    },
  }
}
