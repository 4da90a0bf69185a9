import '@twinfolder/react/styles.css'

import { type MemoryAdapter, memoryAdapter } from '@twinfolder/client/testing'
import { FilesWidget, TwinfolderProvider } from '@twinfolder/react'
import { en } from '@twinfolder/react/locales/en'

import type { Contestant } from '../contestant.ts'
import type { SampleFile } from '../sample-files.ts'

const record = { module: 'companies', id: '1001' } as const

/** Ours. The adapter stands for the server: its files are there before, but every page of the list is asked of it and answered while we measure. */
const twinfolder: Contestant<MemoryAdapter> = {
  prepare: (files: readonly SampleFile[]) =>
    memoryAdapter({
      files: files.map(({ name, sizeBytes, updatedAt, state }) => ({ name, sizeBytes, updatedAt, sync: state })),
      sync: { phase: 'settled', lastSettledAt: '2026-11-20T09:00:00.000Z' },
    }),
  View: ({ prepared }) => (
    <TwinfolderProvider adapter={prepared} messages={en} timeZone="Europe/Berlin" crmName="Demo CRM">
      <FilesWidget record={record} className="bench-widget" />
    </TwinfolderProvider>
  ),
  row: '[role=rowgroup] [role=row]',
  stateText: ({ state }) => (state === 'synced' ? en.synced : en.waiting),
}
export default twinfolder
