/** Does so many things side by side; the first failure ends all lanes before their next one, and is thrown. */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  let failure: { readonly error: unknown } | null = null
  const lane = async (): Promise<void> => {
    while (failure === null && next < items.length) {
      const item = items[next]
      next += 1
      if (item === undefined) return
      try {
        await run(item)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  const failed = failure as { readonly error: unknown } | null
  if (failed) throw failed.error
}
