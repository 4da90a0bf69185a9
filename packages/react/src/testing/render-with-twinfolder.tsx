import { QueryClient } from '@tanstack/react-query'
import { type RenderResult, render } from '@testing-library/react'
import {
  type MemoryAdapter,
  type MemoryAdapterOptions,
  consentCallback,
  memoryAdapter,
} from '@twinfolder/client/testing'
import { type ReactNode, StrictMode } from 'react'

import { en } from '../locales/en.ts'
import { TwinfolderProvider, type TwinfolderProviderProps } from '../provider/TwinfolderProvider.tsx'

/** What {@link renderWithTwinfolder} gives: all of Testing Library's `render`, and the adapter beneath. */
export interface RenderedWithTwinfolder extends RenderResult {
  readonly adapter: MemoryAdapter
}

type ProviderOptions = Partial<Omit<TwinfolderProviderProps, 'client' | 'adapter' | 'children'>>

/**
 * Renders components of Twinfolder, or yours that use its hooks, over a `memoryAdapter`: English, a user who allows linking, strict
 * mode, nothing over the network.
 *
 * @example const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'quote.pdf' }] })
 */
export function renderWithTwinfolder(
  ui: ReactNode,
  options: MemoryAdapterOptions = {},
  provider: ProviderOptions = {},
): RenderedWithTwinfolder {
  const adapter = memoryAdapter(options)
  const queryClient = new QueryClient()
  const result = render(
    <StrictMode>
      <TwinfolderProvider
        adapter={adapter}
        messages={en}
        timeZone="UTC"
        crmName="Demo CRM"
        queryClient={queryClient}
        authorize={(authorizeUrl) => Promise.resolve(consentCallback(authorizeUrl))}
        {...provider}
      >
        {ui}
      </TwinfolderProvider>
    </StrictMode>,
  )
  return { ...result, adapter }
}
