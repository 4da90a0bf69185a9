import { SegmentSyncAction, SegmentSyncProgress } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { inEnglish } from '../../packages/react/stories/in-english.ts'
import preview from '../../packages/react/stories/preview.tsx'
import { InPageStage } from '../InPageStage.tsx'
import { stageWords } from '../stage-words.ts'

const names = ['Ghent Bakery NV', 'Antwerp Print NV', 'Leuven Brewing NV', 'Namur Textiles NV', 'Hasselt Logistics NV']
const records = names.map((name, index) => ({ module: 'companies' as const, id: `${1100 + index}`, name }))
const setup = { records, files: [{ folder: ['Orders'], name: 'Order confirmation.txt', text: 'With thanks.' }] }
const segment = { records: records.map(({ module, id }) => ({ module, id })) }

const meta = preview.meta({ title: 'Pages/Segment view' })

/** All records of a segment with one press: it asks, it runs in the background, and it tells how each record ended. */
export const Linked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked locale={String(globals['locale'])}>
      <div className="crm-list-head">
        <h1>
          {stageWords(String(globals['locale'])).segment} <span className="muted">({records.length})</span>
        </h1>
        <SegmentSyncAction segment={segment} />
      </div>
      <SegmentSyncProgress />
      <ul className="crm-card crm-list">
        {records.map(({ id, name }) => (
          <li key={id}>
            {name} <span className="muted">{id}</span>
          </li>
        ))}
      </ul>
    </InPageStage>
  ),
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    const body = within(document.body)
    await body.findByRole('dialog', { name: 'Synchronise 5 companies?' })
    await userEvent.click(await body.findByRole('button', { name: 'Start' }))
    const result = within(await body.findByRole('dialog', { name: 'Synchronise with Dropbox' }))
    await expect(await result.findByText('5 synchronised', undefined, { timeout: 20_000 })).toBeVisible()
    await userEvent.click(result.getByRole('button', { name: 'Close' }))
    const dropbox = within(canvas.getByRole('region', { name: 'Dropbox of Sofie' }))
    await expect(dropbox.getAllByText('Order confirmation.txt')).toHaveLength(5)
  }),
})
