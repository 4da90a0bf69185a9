import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { DropboxSyncButton } from '@twinfolder/react'
import { expect } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { OverMemory, overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const meta = preview.meta({ title: 'Components/DropboxSyncButton', component: DropboxSyncButton, args: { record } })

/** Without a Dropbox, the same press links one and goes on. */
export const PressBeforeLinking = meta.story({
  decorators: [
    overMemory({ connection: { state: 'none' }, files: [{ name: 'a.pdf' }, { name: 'b.pdf' }], stepMs: 200 }),
  ],
  play: inEnglish(async ({ canvas, userEvent }) => {
    await expect(await canvas.findByText('Dropbox is not connected')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Synchronise with Dropbox' }))
    await expect(await canvas.findByText(/^Last synchronised/)).toBeVisible()
  }),
})

const lastSettledAt = new Date(Date.now() - 5 * 60_000).toISOString()
const states: Readonly<Record<string, MemoryAdapterOptions>> = {
  'Not linked': { connection: { state: 'none' } },
  'At the consent page': { sync: { link: 'linking' } },
  'To be linked again': { connection: { state: 'reconnect' } },
  'Account refused': { connection: { state: 'refused' } },
  'Never pressed': {},
  Waiting: { sync: { phase: 'waiting' } },
  Counting: { sync: { phase: 'syncing' } },
  Synchronising: { sync: { phase: 'syncing', progress: { done: 3, total: 12, bytes: 48_213 } } },
  Synchronised: { sync: { phase: 'settled', lastSettledAt } },
  'Needs attention': { sync: { phase: 'settled', lastSettledAt, attention: 2 } },
  'One way': { sync: { phase: 'settled', lastSettledAt, direction: 'toDropbox' } },
  Paused: { sync: { phase: 'paused' } },
  'Everything paused': { connection: { state: 'linked', health: 'paused' }, sync: { phase: 'settled' } },
  'Many files gone at once': { connection: { state: 'linked', hold: { vanished: 312 } }, sync: { phase: 'settled' } },
  'Removed in Dropbox': { sync: { phase: 'settled', lastSettledAt, detached: 3, attention: 3 } },
  'Deletions that wait': { sync: { phase: 'settled', lastSettledAt, held: 12, attention: 12 } },
  'Two versions': { sync: { phase: 'settled', lastSettledAt, conflicts: 2, attention: 2 } },
  'All at once': { sync: { phase: 'settled', lastSettledAt, conflicts: 2, detached: 3, held: 12, attention: 17 } },
  'May not edit': {
    access: { write: false },
    sync: { phase: 'settled', lastSettledAt, direction: 'toDropbox', detached: 3, conflicts: 1, attention: 4 },
  },
  'Folder gone': { sync: { phase: 'folderMissing' } },
  'No longer synchronised': { sync: { phase: 'stopped' } },
}

/** The button is always called the same; the line beside it tells how the record stands. */
export const EveryStatus = meta.story({
  render: (args, { globals }) => (
    <dl className="story-list">
      {Object.entries(states).map(([name, memory]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <OverMemory memory={memory} locale={String(globals['locale'])}>
              <DropboxSyncButton {...args} />
            </OverMemory>
          </dd>
        </div>
      ))}
    </dl>
  ),
  play: inEnglish(async ({ canvas }) => {
    for (const text of ['Synchronising 3 of 12', 'The folder is missing in Dropbox', 'Stopped', '17 need attention']) {
      await expect(await canvas.findByText(text)).toBeVisible()
    }
    for (const name of ['Resume', 'Resume all', 'Stop synchronising them']) {
      await expect(await canvas.findByRole('button', { name })).toBeVisible()
    }
  }),
})
