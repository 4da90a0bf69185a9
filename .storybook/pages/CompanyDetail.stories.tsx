import { FilesWidget } from '@twinfolder/react'
import { expect, waitFor } from 'storybook/test'

import { InPageStage } from '../InPageStage.tsx'
import preview from '../preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const setup = {
  records: [{ ...record, name: 'Acme GmbH' }],
  files: [
    { folder: ['Contracts'], name: 'Framework agreement.txt', text: 'Deliveries within five working days.' },
    { folder: ['Offers'], name: 'Offer 2026.txt', text: 'Twelve desks, twelve chairs.' },
    { name: 'Notes.txt', text: 'Call on Monday.' },
  ],
}

const meta = preview.meta({ title: 'Pages/Company detail' })

/** Press the button: the files go through server, engine and SDK into the emulated Dropbox on the right. */
export const Linked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked locale={globals['locale']}>
      <FilesWidget record={record} />
    </InPageStage>
  ),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    await waitFor(
      () =>
        expect(canvas.getByLabelText('Dropbox of Sofie')).toHaveTextContent('/Acme GmbH (1001)/Offers/Offer 2026.txt'),
      { timeout: 10_000 },
    )
  },
})

/** The same before linking: the press opens Dropbox's consent page as a dialog, then goes on. */
export const NotLinked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked={false} locale={globals['locale']}>
      <FilesWidget record={record} />
    </InPageStage>
  ),
})
