/** Watches how much memory this process takes. */
export function watchRss() {
  const idleRssBytes = process.memoryUsage.rss()
  let peak = idleRssBytes
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 10)
  return {
    idleRssBytes,
    /** The most since this was last asked. */
    peak(): number {
      look()
      const most = peak
      peak = 0
      look()
      return most
    },
    stop: () => clearInterval(timer),
  }
}
