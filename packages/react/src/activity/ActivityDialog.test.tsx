import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test } from 'vitest'

import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

async function open(options: MemoryAdapterOptions) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, options)
  await user.click(await screen.findByRole('button', { name: 'More about Dropbox' }))
  await user.click(screen.getByRole('menuitem', { name: 'Activity' }))
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
  expect(within(dialog).getByRole('list', { name: 'Activity' })).toHaveFocus()
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
