import type { RecordRef, SegmentRef } from '@twinfolder/protocol'

/** What the user was about to do when linking came in between. */
export type Intent =
  | { readonly type: 'syncRecord'; readonly record: RecordRef }
  | { readonly type: 'syncSegment'; readonly segment: SegmentRef }

const key = 'twinfolder:after-link'

/** Keeps an intent over the way to Dropbox and back, where linking leaves the page. */
export function rememberIntent(intent: Intent): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(intent))
  } catch {
    // Without storage the user presses once more.
  }
}

/** Gives the intent once, if it is the one asked for. */
export function takeIntent(isWanted: (intent: Intent) => boolean): Intent | null {
  try {
    const intent = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Intent | null
    if (!intent || !isWanted(intent)) return null
    sessionStorage.removeItem(key)
    return intent
  } catch {
    return null
  }
}
