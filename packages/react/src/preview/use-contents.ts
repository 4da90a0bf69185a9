import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { useEffect, useState } from 'react'

import { mayRetry } from '../provider/may-retry.ts'
import { queryKeys } from '../provider/query-keys.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { decodeText } from './decode-text.ts'
import { readStart } from './read-start.ts'
import { signalOf } from '../provider/signal-of.ts'

/** How much of a text is shown. */
export const shownTextBytes = 256 * 1024
const maxDrawingBytes = 2 * 1024 * 1024

/** The signed address of a file's contents, good for some minutes. */
export function useContentUrl(record: RecordRef, file: FileEntry): UseQueryResult<string> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.file(record, file.id), 'contentUrl', file.version],
      queryFn: async (context) =>
        (await client.contentUrl(record, file.id, { inline: true }, await signalOf(context))).url,
      retry: mayRetry,
      gcTime: 0,
      staleTime: Infinity,
    },
    queryClient,
  )
}

/** The beginning of a file as text. */
export function useTextContents(
  record: RecordRef,
  file: FileEntry,
): UseQueryResult<{ readonly text: string; readonly isWhole: boolean }> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.file(record, file.id), 'text', file.version],
      async queryFn(context) {
        const { signal } = await signalOf(context)
        if (file.sizeBytes === 0) return { text: '', isWhole: true }
        const { url } = await client.contentUrl(record, file.id, { inline: false }, { signal })
        const { bytes, isWhole } = await readStart(url, shownTextBytes, signal)
        return { text: decodeText(bytes), isWhole }
      },
      retry: false,
      gcTime: 0,
      staleTime: Infinity,
    },
    queryClient,
  )
}

/**
 * A drawing (SVG) as the address of a picture. `data:` rather than `blob:`: an address of this page's origin could be opened in a tab
 * of its own, where the scripts of the drawing would run as the host's.
 */
export function useDrawing(record: RecordRef, file: FileEntry): UseQueryResult<string> {
  const { client, queryClient } = useServices()
  return useQuery(
    {
      queryKey: [...queryKeys.file(record, file.id), 'drawing', file.version],
      async queryFn(context) {
        const { signal } = await signalOf(context)
        const { url } = await client.contentUrl(record, file.id, { inline: false }, { signal })
        const { bytes, isWhole } = await readStart(url, maxDrawingBytes, signal)
        if (!isWhole) throw new Error('The drawing is too large.')
        return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(decodeText(bytes))}`
      },
      retry: false,
      gcTime: 0,
      staleTime: Infinity,
    },
    queryClient,
  )
}

/** A PDF as an address of this page that is never anything but a PDF; given back when nobody looks any more. One version a mount. */
export function usePdf(
  record: RecordRef,
  file: FileEntry,
): { readonly url: string | null; readonly error: Error | null } {
  const { client } = useServices()
  const [state, setState] = useState<{ url: string | null; error: Error | null }>({ url: null, error: null })
  const { id, sizeBytes } = file
  useEffect(() => {
    const abort = new AbortController()
    let made: string | null = null
    const load = async () => {
      const { url } = await client.contentUrl(record, id, { inline: false }, { signal: abort.signal })
      const { bytes } = await readStart(url, sizeBytes, abort.signal)
      if (!isPdf(bytes)) throw new Error('This is no PDF, whatever its name says.')
      made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
      setState({ url: made, error: null })
    }
    load().catch((error: unknown) => {
      if (!abort.signal.aborted) setState({ url: null, error: error instanceof Error ? error : new Error('unknown') })
    })
    return () => {
      abort.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [client, record, id, sizeBytes])
  return state
}

function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')
}
