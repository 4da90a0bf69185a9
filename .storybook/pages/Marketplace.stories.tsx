import { DropboxIntegrationCard } from '@twinfolder/react'
import { expect } from 'storybook/test'

import { InPageStage } from '../InPageStage.tsx'
import preview from '../preview.tsx'

const setup = { records: [{ module: 'companies' as const, id: '1001', name: 'Acme GmbH' }], files: [] }

const meta = preview.meta({ title: 'Pages/Marketplace' })

/** Before linking: what the app may see, whose account it is, which accounts are refused. */
export const NotLinked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked={false} locale={globals['locale']}>
      <DropboxIntegrationCard />
    </InPageStage>
  ),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
  },
})

/** After linking. */
export const Linked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked locale={globals['locale']}>
      <DropboxIntegrationCard />
    </InPageStage>
  ),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Connected as sofie@example.com')).toBeVisible()
  },
})
