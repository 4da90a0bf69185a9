import { SegmentSyncAction, SegmentSyncProgress } from '@twinfolder/react'
import { expect, within } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { overMemory } from './over-memory.tsx'
import preview from './preview.tsx'
import { records, recordsWithFailures, segment } from './segment.ts'

const meta = preview.meta({
  title: 'Components/SegmentSyncProgress',
  component: SegmentSyncProgress,
  render: (args) => (
    <div className="story-stack">
      <SegmentSyncProgress {...args} />
      <SegmentSyncAction segment={segment} />
    </div>
  ),
  // Else a result that was dismissed once would never show again.
  beforeEach: () => localStorage.removeItem('twinfolder:bulk-seen'),
  play: inEnglish(async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Synchronise with Dropbox' }))
    const body = within(document.body)
    await userEvent.click(await body.findByRole('button', { name: 'Start' }))
    await userEvent.click(await body.findByRole('button', { name: 'Close' }))
    await expect(await canvas.findByRole('region', { name: 'Synchronise with Dropbox' })).toBeVisible()
  }),
})

/** A run belongs to the user, not to a page: the bar finds it again wherever it is placed. */
export const Running = meta.story({
  decorators: [overMemory({ bulk: { records, recordsPerStep: 1 }, stepMs: 2000 })],
})

/** The result stays until somebody has seen it. */
export const Done = meta.story({ decorators: [overMemory({ bulk: { records } })] })

/** What needs attention is not called done. */
export const DoneWithFailures = meta.story({ decorators: [overMemory({ bulk: { records: recordsWithFailures } })] })
