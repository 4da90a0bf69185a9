import type { PubSub, Topic } from '../ports/pub-sub.ts'

/** A {@link PubSub} for a single process: messages arrive before `publish` returns, and none is ever lost. */
export function memoryPubSub(): PubSub {
  const listeners = new Map<Topic, Set<(message: string) => void>>()
  return {
    publish(topic, message) {
      for (const listener of listeners.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener) {
      const ofTopic = listeners.get(topic) ?? new Set()
      listeners.set(topic, ofTopic.add(listener))
      return () => ofTopic.delete(listener)
    },
    onGap: () => () => undefined,
  }
}
