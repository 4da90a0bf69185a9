import { SegmentSyncAction } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { InPageStage } from '../InPageStage.tsx'
import preview from '../preview.tsx'

const names = ['Ghent Bakery NV', 'Antwerp Print NV', 'Leuven Brewing NV', 'Namur Textiles NV', 'Hasselt Logistics NV']
const records = names.map((name, index) => ({ module: 'companies' as const, id: `${1100 + index}`, name }))
const setup = { records, files: [{ folder: ['Orders'], name: 'Order confirmation.txt', text: 'With thanks.' }] }

const meta = preview.meta({ title: 'Pages/Segment view' })

/** All records of a segment at once: confirm, progress, result. */
export const Linked = meta.story({
  render: (_, { globals }) => (
    <InPageStage setup={setup} linked locale={globals['locale']}>
      <div className="story-card">
        <SegmentSyncAction segment={{ records: records.map(({ module, id }) => ({ module, id })) }} as="button" />
        <ul>
          {records.map(({ id, name }) => (
            <li key={id}>
              {name} ({id})
            </li>
          ))}
        </ul>
      </div>
    </InPageStage>
  ),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    const dialog = within(await within(document.body).findByRole('dialog'))
    await expect(await dialog.findByText('Synchronise 5 companies?')).toBeVisible()
  },
})
