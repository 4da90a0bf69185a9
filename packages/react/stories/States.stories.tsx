import type { MemoryAdapterOptions, MemoryFileSync } from '@twinfolder/client/testing'
import type { FileSync, RecordSync } from '@twinfolder/protocol'
import { DropboxSyncButton, FilesWidget, type FilesSlots } from '@twinfolder/react'
import { expect } from 'storybook/test'

import { inEnglish } from './in-english.ts'
import { OverMemory, overMemory } from './over-memory.tsx'
import preview from './preview.tsx'

// Each table has a row for each value of its type: a state without a picture does not compile.

const record = { module: 'companies', id: '1001' } as const
const lastSettledAt = new Date(Date.now() - 5 * 60_000).toISOString()
const meta = preview.meta({ title: 'Components/States', component: FilesWidget, args: { record } })

const links: Readonly<Record<RecordSync['link'], MemoryAdapterOptions>> = {
  none: { connection: { state: 'none' } },
  linking: { sync: { link: 'linking' } },
  linked: { sync: { phase: 'settled', lastSettledAt } },
  reconnect: { connection: { state: 'reconnect' } },
  refused: { connection: { state: 'refused' } },
}
const phases: Readonly<Record<RecordSync['phase'], MemoryAdapterOptions>> = {
  notEnrolled: {},
  waiting: { sync: { phase: 'waiting' } },
  syncing: { sync: { phase: 'syncing', progress: { done: 3, total: 12, bytes: 48_213 } } },
  settled: { sync: { phase: 'settled', lastSettledAt } },
  paused: { sync: { phase: 'paused' } },
  held: { sync: { phase: 'held' } },
  folderMissing: { sync: { phase: 'folderMissing' } },
  stopped: { sync: { phase: 'stopped' } },
}
const directions: Readonly<Record<RecordSync['direction'], MemoryAdapterOptions>> = {
  both: { sync: { phase: 'settled', lastSettledAt, direction: 'both' } },
  toDropbox: { sync: { phase: 'settled', lastSettledAt, direction: 'toDropbox' } },
}

/** Every state of a record: of the link, of the synchronising, of the direction. */
export const EveryRecordState = meta.story({
  render: (args, { globals }) => (
    <dl className="story-list">
      {Object.entries({ ...links, ...phases, ...directions }).map(([name, memory]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <OverMemory memory={memory} locale={String(globals['locale'])}>
              <DropboxSyncButton record={args.record} />
            </OverMemory>
          </dd>
        </div>
      ))}
    </dl>
  ),
  play: inEnglish(async ({ canvas }) => {
    const count = Object.keys({ ...links, ...phases, ...directions }).length
    await expect(await canvas.findAllByRole('button', { name: 'Synchronise with Dropbox' })).toHaveLength(count)
  }),
})

const fileStates: Readonly<Record<Exclude<FileSync['state'], 'onlyInDropbox'>, MemoryFileSync>> = {
  synced: 'synced',
  waiting: 'waiting',
  uploading: 'uploading',
  downloading: 'downloading',
  onlyInHost: { state: 'onlyInHost', code: 'removed_in_remote' },
  conflict: 'conflict',
  held: 'held',
  blocked: { state: 'blocked', code: 'file_too_large' },
  failed: { state: 'failed', code: 'insufficient_space' },
}

/** Every state of a file; what is only in Dropbox has no file here. */
export const EveryFileState = meta.story({
  decorators: [
    (Story) => (
      <div className="story-tall-list">
        <Story />
      </div>
    ),
    overMemory({
      files: Object.entries(fileStates).map(([name, sync]) => ({ name: `${name}.pdf`, sync })),
      remoteOnly: [
        {
          kind: 'remoteOnly',
          fileId: null,
          folder: [],
          name: 'onlyInDropbox.mov',
          sync: { state: 'onlyInDropbox', code: 'file_too_large', retryAt: null },
        },
      ],
      sync: { phase: 'settled', lastSettledAt },
    }),
  ],
  play: inEnglish(async ({ canvas }) => {
    for (const name of Object.keys(fileStates)) await canvas.findByRole('row', { name: `${name}.pdf` })
    await canvas.findByRole('row', { name: 'onlyInDropbox.mov' })
  }),
})

const slots: FilesSlots = {
  rowExtra: ({ entry }) => (entry.name.startsWith('Offer') ? <span className="story-badge">offer</span> : null),
  icon: ({ entry }) => <span>{entry.kind === 'folder' ? '▣' : '▤'}</span>,
  footer: ({ view }) => <small>{view.access.write ? 'You may change these files.' : 'For reading.'}</small>,
}

/** Components of the page in the slots of the widget. */
export const Slots = meta.story({
  args: { slots },
  decorators: [
    overMemory({ files: [{ folder: ['Contracts'], name: 'x.pdf' }, { name: 'Offer 2026.pdf' }, { name: 'Plan.png' }] }),
  ],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('offer')).toBeVisible()
    await expect(canvas.getByText('You may change these files.')).toBeVisible()
  }),
})

/** A page of a host that has its own empty state. */
export const EmptySlot = meta.story({
  args: { slots: { empty: ({ folder }) => <p>Nothing in {folder.at(-1) ?? 'this company'} yet.</p> } },
  decorators: [overMemory({ files: [] })],
  play: inEnglish(async ({ canvas }) => {
    await expect(await canvas.findByText('Nothing in this company yet.')).toBeVisible()
  }),
})
