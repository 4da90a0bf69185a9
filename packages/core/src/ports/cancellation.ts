/** Tells a step that nobody waits for it any more. `AbortSignal` satisfies it. */
export interface Cancellation {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
}
