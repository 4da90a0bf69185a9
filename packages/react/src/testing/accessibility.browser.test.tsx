import '../styles.css'

import { type MemoryAdapterOptions, memoryAdapter } from '@twinfolder/client/testing'
import axe from 'axe-core'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'

import { SegmentSyncAction } from '../bulk/SegmentSyncAction.tsx'
import { SegmentSyncProgress } from '../bulk/SegmentSyncProgress.tsx'
import { FilesWidget } from '../files/FilesWidget.tsx'
import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'

const record = { module: 'projects', id: '7' } as const
const widget = <FilesWidget record={record} />
const missing = [{ code: 'x', label: 'Projects > Access', howTo: 'Ask an administrator.' }]
const files: MemoryAdapterOptions['files'] = [
  { name: 'a.pdf', folder: ['Contracts'] },
  { name: 'offer.docx', sync: 'synced', copies: ['Sofie'] },
  { name: 'budget.xlsx', sync: 'uploading' },
  { name: 'film.mp4', sync: { state: 'blocked', code: 'file_too_large' } },
  { name: 'notes.txt', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
  { name: 'plan.zip', sync: 'conflict' },
]

const decisions: MemoryAdapterOptions = {
  files: [
    { name: 'offer.docx' },
    { name: 'offer (Dropbox).docx', via: 'remote' },
    { name: 'notes.txt', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
  ],
  conflicts: [{ host: 'offer.docx', remote: 'offer (Dropbox).docx' }],
  remoteOnly: [
    {
      kind: 'remoteOnly',
      fileId: 'x',
      name: 'draft.docx',
      folder: [],
      sync: { state: 'held', code: 'deletion_held', retryAt: null },
    },
  ],
  activity: [
    {
      code: 'deletedInRemote',
      subject: 'b.pdf',
      record,
      direction: 'toDropbox',
      undo: { until: new Date(Date.now() + 86_400_000).toISOString() },
    },
  ],
  sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' },
}

interface State {
  readonly ui: ReactNode
  readonly options: MemoryAdapterOptions
  /** Leads to what is looked at. */
  readonly act?: () => Promise<void>
}

const press = (name: string, role: 'button' | 'menuitem' | 'row' = 'button') =>
  page.getByRole(role, { name, exact: true }).click()
const states: Readonly<Record<string, State>> = {
  'a list in every state': {
    ui: widget,
    options: { files, sync: { phase: 'settled', attention: 2, lastSettledAt: '2026-01-05T09:00:00.000Z' } },
    act: () => expect.element(page.getByRole('row', { name: 'plan.zip' })).toBeVisible(),
  },
  'a folder': {
    ui: widget,
    options: { files },
    act: async () => {
      await press('Contracts', 'row')
      await expect.element(page.getByRole('navigation')).toBeVisible()
    },
  },
  'a selection': {
    ui: widget,
    options: { files },
    act: async () => {
      await page.getByRole('row', { name: 'offer.docx' }).click({ position: { x: 150, y: 34 } })
      await expect.element(page.getByRole('toolbar')).toBeVisible()
    },
  },
  'a menu': { ui: widget, options: { files }, act: () => press('Actions for film.mp4') },
  'an explanation': {
    ui: widget,
    options: { files },
    act: async () => {
      await press('Actions for film.mp4')
      await press('Explain why', 'menuitem')
    },
  },
  'the question before deleting': {
    ui: widget,
    options: { files },
    act: async () => {
      await press('Actions for offer.docx')
      await press('Delete', 'menuitem')
    },
  },
  'a new folder': {
    ui: widget,
    options: { files },
    act: async () => {
      await press('Add')
      await press('New folder', 'menuitem')
      await press('Create')
    },
  },
  'everything that waits for a person': {
    ui: widget,
    options: decisions,
    act: () => expect.element(page.getByText('1 file has two versions')).toBeVisible(),
  },
  'two versions': {
    ui: widget,
    options: decisions,
    act: async () => {
      await press('Compare…')
      await expect.element(page.getByRole('link', { name: 'Open' }).nth(1)).toBeVisible()
    },
  },
  'the question before deleting here, too': {
    ui: widget,
    options: decisions,
    act: async () => {
      await press('Delete here too')
      await expect.element(page.getByRole('dialog')).toBeVisible()
    },
  },
  'the activity of a record': {
    ui: widget,
    options: decisions,
    act: async () => {
      await press('More about Dropbox')
      await press('Activity', 'menuitem')
      await expect.element(page.getByRole('button', { name: 'Undo: b.pdf removed from Dropbox' })).toBeVisible()
    },
  },
  'a paused record': {
    ui: widget,
    options: { files, sync: { phase: 'paused' } },
    act: () => expect.element(page.getByRole('button', { name: 'Resume' })).toBeVisible(),
  },
  'a card that is held': {
    ui: <DropboxIntegrationCard />,
    options: { connection: { state: 'linked', hold: { vanished: 312 } } },
    act: () => expect.element(page.getByRole('button', { name: 'Put back' })).toBeVisible(),
  },
  'a paused card': {
    ui: <DropboxIntegrationCard />,
    options: { connection: { state: 'linked', health: 'paused' } },
    act: () => expect.element(page.getByRole('button', { name: 'Resume all' })).toBeVisible(),
  },
  'no files': {
    ui: widget,
    options: { files: [] },
    act: () => expect.element(page.getByText('No files yet')).toBeVisible(),
  },
  'one way': {
    ui: widget,
    options: {
      files,
      access: { read: true, write: false, missing },
      sync: { direction: 'toDropbox', missing, phase: 'waiting' },
    },
    act: () => expect.element(page.getByRole('note')).toBeVisible(),
  },
  loading: { ui: widget, options: { latencyMs: Infinity } },
  'a card before linking': {
    ui: <DropboxIntegrationCard />,
    options: { connection: { state: 'none' } },
    act: () => expect.element(page.getByRole('button', { name: 'Connect Dropbox' })).toBeVisible(),
  },
  'a linked card': {
    ui: <DropboxIntegrationCard />,
    options: { activity: [{ code: 'notInARecord', subject: 'x.jpg' }] },
    act: () => expect.element(page.getByText('not linked to a record', { exact: false })).toBeVisible(),
  },
  'a refused card': {
    ui: <DropboxIntegrationCard />,
    options: { connection: { state: 'refused' } },
    act: () => expect.element(page.getByText('Dropbox reported', { exact: false })).toBeVisible(),
  },
  'the question before a run': {
    ui: <SegmentSyncAction segment={{ module: 'companies', id: 'x' }} />,
    options: {},
    act: async () => {
      await press('Synchronise with Dropbox')
      await expect.element(page.getByText('12', { exact: true })).toBeVisible()
    },
  },
  'a run that has ended': {
    ui: (
      <>
        <SegmentSyncProgress />
        <SegmentSyncAction segment={{ module: 'companies', id: 'x' }} />
      </>
    ),
    options: {
      bulk: {
        records: [{ record: { module: 'companies', id: '1' }, name: 'Acme', end: 'failed', code: 'remote_busy' }],
      },
    },
    act: async () => {
      await press('Synchronise with Dropbox')
      await press('Start')
      await expect.element(page.getByText('0 synchronised, 1 need attention').first()).toBeVisible()
    },
  },
}

const looks = [
  { theme: 'light', dir: 'ltr' },
  { theme: 'dark', dir: 'ltr' },
  { theme: 'light', dir: 'rtl' },
] as const

afterEach(() => {
  document.documentElement.removeAttribute('data-theme')
  document.documentElement.removeAttribute('dir')
})

test('axe finds what is wrong', async () => {
  const nameless = document.createElement('button')
  document.body.append(nameless)
  const { violations } = await axe.run(document.body)
  nameless.remove()
  expect(violations.map(({ id }) => id)).toContain('button-name')
})

describe.each(looks)('[P62] $theme $dir', ({ theme, dir }) => {
  test.each(Object.entries(states))('axe finds nothing in %s', async (_, { ui, options, act }) => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.dir = dir
    document.documentElement.lang = 'en'
    document.title = 'Twinfolder'
    document.body.style.background = theme === 'dark' ? '#0f1216' : '#fff'
    await render(
      <main>
        <h1 hidden>Record</h1>
        <TwinfolderProvider adapter={memoryAdapter(options)} messages={en} crmName="Demo CRM">
          {ui}
        </TwinfolderProvider>
      </main>,
    )
    await act?.()
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    })
    const found = violations.map(({ id, nodes }) => [
      id,
      ...nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
    ])
    expect(found).toEqual([])
  })
})
