/**
 * Where a link's reading of the host goes on. A host may have a feed for some modules and be listed for others: both places are kept
 * in the one position of the link, so that they move in one commit.
 */
export interface FeedPositions {
  /** In the host's own feed; `null` asks for its present position. */
  readonly feed: string | null
  /** In what listings found (`SyncStore.hostFeed`); `null` asks for its present position. */
  readonly listed: string | null
}

const MARK = '{"listed":'

/** The places in a link's position. One of the host alone is just that, also from before the host had modules to list. */
export function feedPositionsOf(position: string | null): FeedPositions {
  if (!position?.startsWith(MARK)) return { feed: position, listed: null }
  const { listed, feed } = JSON.parse(position) as FeedPositions
  return { feed, listed }
}

/** The position of a link that stands for both places. */
export function feedPositionText({ feed, listed }: FeedPositions): string | null {
  return listed === null ? feed : JSON.stringify({ listed, feed })
}
