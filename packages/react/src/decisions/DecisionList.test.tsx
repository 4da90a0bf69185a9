import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test } from 'vitest'

import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const detached = { state: 'onlyInHost', code: 'removed_in_remote' } as const
const held = { kind: 'remoteOnly', folder: [], sync: { state: 'held', code: 'deletion_held', retryAt: null } } as const
const settled = { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' } as const

function open(options: MemoryAdapterOptions) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, { sync: settled, ...options })
  const inputs = (operation: string) =>
    adapter.calls.flatMap((call) => (call.operation === operation ? [call.input] : []))
  return { user, adapter, inputs }
}

const line = (name: string) => screen.findByRole('group', { name })
const gone = (name: string) => waitFor(() => expect(screen.queryByRole('group', { name })).not.toBeInTheDocument())

test('[S5] files that were removed in Dropbox are put back on request, and the focus stays near', async () => {
  const { user, inputs } = open({
    files: [
      { name: 'a.pdf', sync: detached },
      { name: 'b.pdf', sync: detached },
      { name: 'c.pdf', sync: 'synced' },
    ],
  })
  const text = '2 files were removed in Dropbox and kept here'
  expect(await screen.findByText('2 need attention')).toBeInTheDocument()
  const putBack = within(await line(text)).getByRole('button', { name: 'Put back in Dropbox' })
  await user.click(putBack)
  expect(await screen.findByText('2 files go back to Dropbox')).toBeInTheDocument()
  await gone(text)
  expect(inputs('answerDetached')).toMatchObject([{ body: { answer: 'putBack', files: null } }])
  await waitFor(() => expect(screen.getByRole('button', { name: 'Synchronise with Dropbox' })).toHaveFocus())
})

test('[S5] deleting them here, too, is asked again, and says who else loses them', async () => {
  const { user, inputs } = open({ files: [{ name: 'a.pdf', sync: detached }] })
  const text = '1 file was removed in Dropbox and kept here'
  await user.click(within(await line(text)).getByRole('button', { name: 'Delete here too' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete 1 file here too?' })
  expect(dialog).toHaveTextContent('gone from Demo CRM and from the Dropbox of everybody else who has it')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(inputs('answerDetached')).toEqual([])
  await user.click(within(await line(text)).getByRole('button', { name: 'Delete here too' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete here too' }))
  await gone(text)
  expect(inputs('answerDetached')).toMatchObject([{ body: { answer: 'deleteHere', files: null } }])
})

test('[S5] [S16] who may not edit the record can put files back, but not delete them here', async () => {
  open({ files: [{ name: 'a.pdf', sync: detached }], access: { write: false } })
  const group = await line('1 file was removed in Dropbox and kept here')
  expect(within(group).getByRole('button', { name: 'Put back in Dropbox' })).toBeInTheDocument()
  expect(within(group).queryByRole('button', { name: 'Delete here too' })).not.toBeInTheDocument()
})

test.each([
  ['Delete in Dropbox too', 'delete', '2 files are deleted in Dropbox, too'],
  ['Bring back', 'takeBack', '2 files come back'],
] as const)('[S15] deletions that wait: %s', async (name, answer, note) => {
  const { user, inputs } = open({
    remoteOnly: [
      { ...held, fileId: 'x', name: 'x.pdf' },
      { ...held, fileId: 'y', name: 'y.pdf' },
    ],
  })
  const text = '2 files were deleted here and are still in Dropbox'
  await user.click(within(await line(text)).getByRole('button', { name }))
  expect(await screen.findByText(note)).toBeInTheDocument()
  await gone(text)
  expect(inputs('answerHeld')).toMatchObject([{ body: { answer, files: null } }])
})

test.each([
  ['Put back', 'putBack'],
  ['Stop synchronising them', 'stop'],
] as const)(
  '[S15] many files that are gone at once hold everything, and one answer goes on: %s',
  async (name, answer) => {
    const { user, inputs } = open({
      files: [{ name: 'a.pdf', sync: detached }],
      connection: { state: 'linked', hold: { vanished: 312 } },
    })
    const text = '312 files are gone from your Dropbox'
    expect(await screen.findByText('Waiting for your decision')).toBeInTheDocument()
    const group = await line(text)
    expect(screen.getAllByRole('group')).toEqual([group])
    await user.click(within(group).getByRole('button', { name }))
    await gone(text)
    expect(inputs('answerHold')).toMatchObject([{ body: { answer } }])
    await waitFor(() => expect(screen.queryByText('Waiting for your decision')).not.toBeInTheDocument())
  },
)

test('an answer that fails says why, and the question stays', async () => {
  const { user, adapter } = open({ files: [{ name: 'a.pdf', sync: detached }] })
  adapter.failNext('answerDetached', 'network')
  const text = '1 file was removed in Dropbox and kept here'
  await user.click(within(await line(text)).getByRole('button', { name: 'Put back in Dropbox' }))
  expect(await screen.findByText('No connection')).toBeInTheDocument()
  expect(await line(text)).toBeInTheDocument()
})

test('nothing is asked about a record that is not synchronised', async () => {
  open({ files: [{ name: 'a.pdf', sync: detached }], sync: { phase: 'stopped', detached: 1 } })
  expect(await screen.findByText('Stopped')).toBeInTheDocument()
  expect(screen.queryByRole('group')).not.toBeInTheDocument()
})
