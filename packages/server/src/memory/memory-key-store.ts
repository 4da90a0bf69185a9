import type { KeyStore } from '../ports/key-store.ts'

/** A {@link KeyStore} in memory. */
export function memoryKeyStore(): KeyStore {
  let ids: readonly string[] = []
  return {
    async claim({ current, previous }) {
      if (!ids.every((id) => id === current || previous.includes(id))) return false
      if (!ids.includes(current)) ids = [...ids, current]
      return true
    },
    noted: async () => ids,
    async retireAllBut(current) {
      ids = ids.filter((id) => id === current)
    },
  }
}
