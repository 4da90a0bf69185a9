/** Fewer deletions than these are never held: people tidy up. */
export const GUARDED_FILES = 20
/** How long a deletion counts, in ms. */
export const GUARD_WINDOW_MS = 3_600_000

/** How many files may be deleted in the remote within {@link GUARD_WINDOW_MS}: a quarter of what was bound, at least 20 (S15). */
export function deletionLimit(boundFiles: number): number {
  return Math.max(GUARDED_FILES, Math.floor(boundFiles / 4))
}

/** How many files may vanish from the remote at once before a person is asked: half of what is bound, at least 20 (S15). */
export function vanishLimit(boundFiles: number): number {
  return Math.max(GUARDED_FILES, Math.floor(boundFiles / 2))
}
