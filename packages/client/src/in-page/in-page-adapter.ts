import { localError } from '../api-error.ts'
import { httpAdapter } from '../http-adapter.ts'
import type { SyncAdapter } from '../sync-adapter.ts'
import { contentAddress } from './content-address.ts'
import { type RequestHandler, inPageFetch } from './in-page-fetch.ts'

/** Blob addresses live as long as their page; this only tells the widget when to ask again. */
const BLOB_URL_LIFE_MS = 5 * 60_000

/**
 * Talks to a Twinfolder server in the same page: `inPageAdapter(server.handle)`. The same code as over HTTP, without a
 * network. Contents come as blob addresses, since no network address leads to a page.
 */
export function inPageAdapter(handle: RequestHandler): SyncAdapter {
  const fetchInPage = inPageFetch(handle)
  const adapter = httpAdapter({ baseUrl: '/twinfolder', fetch: fetchInPage })
  return {
    ...adapter,
    async contentUrl(file, options) {
      const signed = await adapter.contentUrl(file, options)
      if (!signed.ok) return signed
      try {
        const response = await fetchInPage(signed.value.url, { signal: options.signal ?? null })
        if (!response.ok) return { ok: false, error: localError('file_unknown', `HTTP ${response.status}`) }
        const url = await contentAddress(await response.blob())
        return { ok: true, value: { url, expiresAt: new Date(Date.now() + BLOB_URL_LIFE_MS).toISOString() } }
      } catch (error) {
        if (options.signal?.aborted) return { ok: false, error: localError('aborted') }
        return { ok: false, error: localError('network', error instanceof Error ? error.message : null) }
      }
    },
  }
}
