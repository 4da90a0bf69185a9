import type { QueryClient } from '@tanstack/react-query'
import type { SyncClient } from '@twinfolder/client'
import { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
import { en } from '@twinfolder/react/locales/en'
import { StrictMode } from 'react'

/** The record of the page. */
export const record = { module: 'companies', id: '1001' } as const

/** The page, the same on the server and in the browser: a whole language and a time zone are given, so that both write the same text. */
export function App({ client, queryClient }: { readonly client: SyncClient; readonly queryClient: QueryClient }) {
  return (
    <StrictMode>
      <TwinfolderProvider
        client={client}
        queryClient={queryClient}
        messages={en}
        locale="en-GB"
        timeZone="Europe/Berlin"
        user="sofie"
        crmName="Demo CRM"
      >
        <h1>Acme GmbH (1001)</h1>
        <FilesWidget record={record} />
      </TwinfolderProvider>
    </StrictMode>
  )
}
