/** What processes tell each other: that there is work, what browsers hear, how far passes are, which are to end, and which links were polled. */
export type Topic = 'work' | 'event' | 'progress' | 'pass' | 'poll'

/**
 * Carries short messages between the processes of a server, this one included. They are hints: one may be lost when a
 * connection breaks, so whatever matters is found by looking at the stores, too.
 */
export interface PubSub {
  /** Sends ids and states, never contents. Messages of one process arrive everywhere in their order. */
  publish(topic: Topic, message: string): void
  subscribe(topic: Topic, listener: (message: string) => void): () => void
  /** Calls `listener` when messages may have been lost. */
  onGap(listener: () => void): () => void
}
