/** The right to change an upload. */
export interface UploadTurn {
  /** Aborted when somebody else wants the turn: keep what arrived and end. */
  readonly wanted: AbortSignal
  end(): void
}

/** Who changes an upload in this process now. Between processes the condition on the offset decides. */
export interface UploadTurns {
  /**
   * Waits for one's turn, and asks the holder to end: whoever comes later is the one who knows that the connection before was
   * lost, while the server may not know it for long.
   */
  take(uploadId: string): Promise<UploadTurn>
}

/** Makes {@link UploadTurns}. */
export function createUploadTurns(): UploadTurns {
  const holders = new Map<string, { readonly interrupt: AbortController; readonly ended: Promise<void> }>()
  return {
    async take(uploadId) {
      for (let holder = holders.get(uploadId); holder; holder = holders.get(uploadId)) {
        holder.interrupt.abort()
        await holder.ended
      }
      const interrupt = new AbortController()
      let resolve: () => void = () => undefined
      const ended = new Promise<void>((done) => {
        resolve = done
      })
      holders.set(uploadId, { interrupt, ended })
      return {
        wanted: interrupt.signal,
        end() {
          holders.delete(uploadId)
          resolve()
        },
      }
    },
  }
}
