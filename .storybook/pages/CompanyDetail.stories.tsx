import { FilesWidget } from '@twinfolder/react'
import { expect, waitFor, within } from 'storybook/test'

import { inEnglish } from '../../packages/react/stories/in-english.ts'
import preview from '../../packages/react/stories/preview.tsx'
import { InPageStage } from '../InPageStage.tsx'
import { stageWords } from '../stage-words.ts'

const record = { module: 'companies', id: '1001' } as const
const setup = {
  records: [{ ...record, name: 'Acme GmbH' }],
  files: [
    { folder: ['Contracts'], name: 'Framework agreement.txt', text: 'Deliveries within five working days.' },
    { folder: ['Offers'], name: 'Offer 2026.txt', text: 'Twelve desks, twelve chairs.' },
    { name: 'Notes.txt', text: 'Call on Monday.' },
  ],
}

const meta = preview.meta({ title: 'Pages/Company detail', args: { linked: true }, render: Page })

function Page({ linked }: { readonly linked: boolean }, { globals }: { readonly globals: Record<string, unknown> }) {
  const locale = String(globals['locale'])
  return (
    <InPageStage setup={setup} linked={linked} locale={locale} dropInto="Acme GmbH (1001)">
      <h1>
        Acme GmbH <span className="muted">(1001)</span>
      </h1>
      <div className="crm-record">
        <dl className="crm-card">
          {Object.entries(stageWords(locale).details).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <FilesWidget record={record} />
      </div>
    </InPageStage>
  )
}

/** Press the button: the files go through server, engine and SDK into the emulated Dropbox beside the page. */
export const Linked = meta.story({
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    const dropbox = within(canvas.getByRole('region', { name: 'Dropbox of Sofie' }))
    const offer = await dropbox.findByText('Offer 2026.txt', undefined, { timeout: 30_000 })
    await expect(offer).toHaveAttribute('title', '/Apps/Demo CRM/Companies/Acme GmbH (1001)/Offers/Offer 2026.txt')
    await expect(await canvas.findByText(/^Last synchronised/, undefined, { timeout: 30_000 })).toBeVisible()
  }),
})

/** And back: a file that is put into the record's folder in Dropbox appears on the record. */
export const FromDropbox = meta.story({
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    await canvas.findByText(/^Last synchronised/, undefined, { timeout: 30_000 })
    await userEvent.click(canvas.getByRole('button', { name: 'Put a signed offer into Acme GmbH (1001)' }))
    const row = await canvas.findByRole('row', { name: 'Signed offer.txt' }, { timeout: 30_000 })
    await waitFor(() => expect(row).toHaveTextContent('via Dropbox'))
  }),
})

/** Before linking, the same press opens Dropbox's consent page, here as a dialog, and goes on by itself. */
export const NotLinked = meta.story({
  args: { linked: false },
  play: inEnglish(async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Synchronise with Dropbox' }))
    const consent = await within(document.body).findByRole('dialog', { name: 'Connect Demo CRM to Dropbox' })
    await userEvent.click(within(consent).getByRole('button', { name: 'Allow' }))
    const dropbox = within(canvas.getByRole('region', { name: 'Dropbox of Sofie' }))
    await expect(await dropbox.findByText('Notes.txt', undefined, { timeout: 30_000 })).toBeVisible()
  }),
})
