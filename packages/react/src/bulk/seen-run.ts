const key = 'twinfolder:bulk-seen'

/** Notes that the user has seen how a run ended, so that it is not shown again. */
export function markSeen(bulkId: string): void {
  try {
    localStorage.setItem(key, bulkId)
  } catch {
    // Without storage the result is shown once more.
  }
}

/** Whether the user has seen how a run ended. */
export function isSeen(bulkId: string): boolean {
  try {
    return localStorage.getItem(key) === bulkId
  } catch {
    return false
  }
}
