import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test, vi } from 'vitest'

import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

async function open(options: MemoryAdapterOptions) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, options)
  await user.click(await screen.findByRole('button', { name: 'More about Dropbox' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Activity' }))
  return { user, adapter, dialog: await screen.findByRole('dialog', { name: 'Activity' }) }
}

test('[P61] what happened on a record is listed, newest first, page after page', async () => {
  const activity = Array.from({ length: 120 }, (_, at) => ({ code: 'uploaded', subject: `${at + 1}.pdf`, record }))
  const { user, dialog } = await open({ activity: [...activity, { code: 'linked', subject: 'Dropbox' }] })
  await within(dialog).findByText('120.pdf')
  const rows = () => within(dialog).getAllByRole('listitem')
  expect(rows()).toHaveLength(100)
  expect(rows()[0]).toHaveTextContent('120.pdf sent to Dropbox')
  await user.click(within(dialog).getByRole('button', { name: 'Show more' }))
  await waitFor(() => expect(rows()).toHaveLength(120))
  expect(within(dialog).queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument()
})

test('what can be undone has a button for it, once, and the focus stays in the list', async () => {
  const { user, adapter, dialog } = await open({
    activity: [
      { code: 'deletedInRemote', subject: 'old.pdf', record, undo: { until: '2020-01-01T00:00:00.000Z' } },
      { code: 'deletedInRemote', subject: 'b.pdf', record, undo: { until: tomorrow } },
      { code: 'uploaded', subject: 'c.pdf', record },
    ],
  })
  const undo = await within(dialog).findByRole('button', { name: 'Undo: b.pdf removed from Dropbox' })
  expect(within(dialog).getAllByRole('button', { name: /^Undo/ })).toEqual([undo])
  await user.click(undo)
  expect(await within(dialog).findByText('undone')).toBeInTheDocument()
  expect(within(dialog).queryByRole('button', { name: /^Undo/ })).not.toBeInTheDocument()
  expect(within(dialog).getByRole('group', { name: 'Activity' })).toHaveFocus()
  expect(adapter.calls.filter(({ operation }) => operation === 'undoActivity')).toHaveLength(1)
})

test('an undo that comes too late says so', async () => {
  const { user, adapter, dialog } = await open({
    activity: [{ code: 'deletedInRemote', subject: 'b.pdf', record, undo: { until: tomorrow } }],
  })
  adapter.failNext('undoActivity', 'undo_expired')
  await user.click(await within(dialog).findByRole('button', { name: /^Undo/ }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This can no longer be undone')
})

test('[S16] who may not edit the record undoes nothing', async () => {
  const { dialog } = await open({
    access: { write: false },
    activity: [{ code: 'deletedInRemote', subject: 'b.pdf', record, undo: { until: tomorrow } }],
  })
  await within(dialog).findByText('b.pdf')
  expect(within(dialog).queryByRole('button', { name: /^Undo/ })).not.toBeInTheDocument()
})

test('[P61] it is grouped by day, each row with its way, its actor and its time', async () => {
  vi.setSystemTime('2026-03-10T12:00:00.000Z')
  const row = { record, fileId: 'file-1', subject: 'a.pdf' }
  const { dialog } = await open({
    activity: [
      { ...row, code: 'uploaded', at: '2026-03-01T09:05:00.000Z', direction: 'toDropbox', actor: 'Anna' },
      { ...row, code: 'updatedInHost', at: '2026-03-09T23:59:00.000Z', direction: 'toHost', via: 'remote' },
      { ...row, code: 'updatedInRemote', at: '2026-03-10T00:01:00.000Z', direction: 'toDropbox' },
    ],
  })
  const days = await within(dialog).findAllByRole('region')
  expect(days.map((day) => day.querySelector('.tf-strong')?.textContent)).toEqual(['Today', 'Yesterday', 'Mar 1, 2026'])
  expect(days.map((day) => day.querySelector('.tf-icon')?.getAttribute('data-icon'))).toEqual(['up', 'down', 'up'])
  expect(days[1]).toHaveTextContent('a.pdf updated from DropboxSofie via Dropbox')
  expect(days[2]).toHaveTextContent('Anna9:05')
  vi.useRealTimers()
})

test('[P61] what happened to one file is shown alone, and everything again', async () => {
  const { user, dialog, adapter } = await open({
    activity: [
      { code: 'uploaded', subject: 'a.pdf', fileId: 'file-1', record },
      { code: 'uploaded', subject: 'b.pdf', fileId: 'file-2', record },
    ],
  })
  await user.click(await within(dialog).findByRole('button', { name: 'Only what happened to a.pdf' }))
  await waitFor(() => expect(within(dialog).getAllByRole('listitem')).toHaveLength(1))
  expect(within(dialog).getByRole('group', { name: 'Activity' })).toHaveFocus()
  expect(adapter.calls.at(-1)?.input).toMatchObject({ query: { fileId: 'file-1' } })
  await user.click(within(dialog).getByRole('button', { name: 'Show everything' }))
  await waitFor(() => expect(within(dialog).getAllByRole('listitem')).toHaveLength(2))
})

test('[P61] the activity of the integration card goes on, page after page', async () => {
  const user = userEvent.setup()
  const activity = Array.from({ length: 120 }, (_, at) => ({ code: 'uploaded', subject: `${at + 1}.pdf`, record }))
  renderWithTwinfolder(<DropboxIntegrationCard />, { activity })
  const rows = () => within(screen.getByRole('group', { name: 'Activity' })).getAllByRole('listitem')
  await screen.findByText('120.pdf')
  expect(rows()).toHaveLength(5)
  await user.click(screen.getByRole('button', { name: 'Show more' }))
  expect(rows()).toHaveLength(100)
  await user.click(screen.getByRole('button', { name: 'Show more' }))
  await waitFor(() => expect(rows()).toHaveLength(120))
})

test('a record on which nothing happened says so', async () => {
  const { dialog } = await open({})
  expect(await within(dialog).findByText('Nothing has happened yet')).toBeInTheDocument()
})

test('the activity of the integration card undoes, too', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxIntegrationCard />, {
    activity: [{ code: 'deletedInRemote', subject: 'b.pdf', record, undo: { until: tomorrow } }],
  })
  await user.click(await screen.findByRole('button', { name: 'Undo: b.pdf removed from Dropbox' }))
  expect(await screen.findByText('b.pdf: undone')).toBeInTheDocument()
  expect(adapter.calls.find(({ operation }) => operation === 'undoActivity')?.input).toMatchObject({
    path: { module: 'companies', recordId: '1001' },
  })
})
