import type { HostFile } from '@twinfolder/core'

/**
 * Uploads of this process by key: the same upload sent twice at a time is one upload (X53). At two processes at a time both are sent, and the
 * file store finds the key used: it is one file all the same.
 */
export interface UploadsUnderWay {
  /** The file that another request with this key makes now, if there is one and it succeeds; else runs `upload`. */
  once(key: string, upload: () => Promise<HostFile>): Promise<HostFile>
}

export function createUploadsUnderWay(): UploadsUnderWay {
  const running = new Map<string, Promise<HostFile>>()
  return {
    async once(key, upload) {
      for (let other = running.get(key); other; other = running.get(key)) {
        const file = await other.catch(() => null)
        if (file) return file
      }
      const own = upload()
      running.set(key, own)
      try {
        return await own
      } finally {
        if (running.get(key) === own) running.delete(key)
      }
    },
  }
}
