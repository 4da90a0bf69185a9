import '@twinfolder/react/styles.css'

import { QueryClient, hydrate } from '@tanstack/react-query'
import { createSyncClient, httpAdapter } from '@twinfolder/client'
import { hydrateRoot } from 'react-dom/client'

import { App } from './App.tsx'

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no #root.')
const queryClient = new QueryClient()
hydrate(queryClient, JSON.parse(document.querySelector('#state')?.textContent ?? '{}'))
const client = createSyncClient(httpAdapter({ baseUrl: '/twinfolder' }))
hydrateRoot(root, <App client={client} queryClient={queryClient} />)
