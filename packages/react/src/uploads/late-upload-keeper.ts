import type { UploadKeeper } from './upload-keeper.ts'

/** A keeper whose code is loaded when it opens, and never on a server. */
export function lateUploadKeeper(load: () => Promise<UploadKeeper | null>): UploadKeeper {
  let loading: Promise<UploadKeeper | null> = Promise.resolve(null)
  let opened = 0
  return {
    open(take) {
      opened += 1
      const mine = opened
      loading = load()
        // A chunk that does not load keeps nothing, and breaks nothing.
        .catch(() => null)
        .then((keeper) => {
          if (mine !== opened) return null
          keeper?.open(take)
          return keeper
        })
    },
    keep: async (uploads) => (await (await loading)?.keep(uploads)) ?? false,
    drop: (ids) => void loading.then((keeper) => keeper?.drop(ids)),
    close() {
      opened += 1
      void loading.then((keeper) => keeper?.close())
    },
  }
}

/** Keeps uploads in the browser, for this user and this server. */
export function uploadKeeperOf(user: string, address: string): UploadKeeper {
  return lateUploadKeeper(async () => {
    const { browserUploadKeeper, canKeepUploads } = await import('./browser-upload-keeper.ts')
    return canKeepUploads() ? browserUploadKeeper(JSON.stringify([user, address])) : null
  })
}
