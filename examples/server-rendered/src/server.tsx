import { QueryClient, dehydrate } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import { filesPage, recordView } from '@twinfolder/react'
import { renderToString } from 'react-dom/server'

import { App, record } from './App.tsx'

/** Renders the page, with the queries of the widget answered beforehand. Both go to the browser. */
export async function render(client: SyncClient): Promise<{ readonly html: string; readonly state: unknown }> {
  const queryClient = new QueryClient()
  await Promise.all([
    queryClient.prefetchQuery(filesPage(client, record, { folder: [] }, 0)),
    queryClient.prefetchQuery(recordView(client, record)),
  ])
  const html = renderToString(<App client={client} queryClient={queryClient} />)
  const state = dehydrate(queryClient)
  queryClient.clear()
  return { html, state }
}
