import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const settled = { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' } as const

async function explain(name: string, options: MemoryAdapterOptions) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, options)
  await user.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  await user.click(await screen.findByRole('menuitem', { name: 'Explain why' }))
  const dialog = await screen.findByRole('dialog')
  const asked = () => adapter.calls.map(({ operation }) => operation)
  return { user, adapter, dialog, asked }
}

test('[P61] a synchronised file says how that is known, since when, and when Dropbox was last asked', async () => {
  const { dialog } = await explain('a.pdf', {
    files: [{ name: 'a.pdf', sync: 'synced' }],
    sync: { ...settled, checkedAt: new Date(Date.now() - 10_000).toISOString() },
    activity: [
      { code: 'uploaded', subject: 'b.pdf', fileId: 'file-2', record },
      { code: 'uploaded', subject: 'a.pdf', fileId: 'file-1', record, actor: 'Sofie' },
      { code: 'uploaded', subject: 'c.pdf', fileId: 'file-3', record, actor: 'Jonas' },
    ],
  })
  expect(dialog).toHaveAccessibleName('Synchronised')
  expect(dialog).toHaveTextContent('have the same fingerprint')
  await waitFor(() => expect(dialog).toHaveTextContent('sent to Dropbox · Sofie · just now'))
  expect(dialog.textContent).toMatch(/Dropbox last checked1\ds ago/)
  expect(within(dialog).getByRole('link', { name: 'Open in Dropbox' })).toHaveAttribute('target', '_blank')
})

test('[P29] a file of a record that nobody synchronises says what to press, and the press does it', async () => {
  const { user, dialog, asked } = await explain('a.pdf', { files: [{ name: 'a.pdf' }] })
  expect(dialog).toHaveTextContent('You have not asked to synchronise this record yet.')
  await user.click(within(dialog).getByRole('button', { name: 'Synchronise with Dropbox' }))
  await waitFor(() => expect(asked()).toContain('requestSync'))
})

test('[S19] a file that rests with its record resumes it', async () => {
  const { user, dialog, asked } = await explain('a.pdf', {
    files: [{ name: 'a.pdf', sync: 'waiting' }],
    sync: { phase: 'paused' },
  })
  expect(dialog).toHaveAccessibleName('Synchronising is paused')
  await user.click(within(dialog).getByRole('button', { name: 'Resume' }))
  await waitFor(() => expect(asked()).toContain('resumeSync'))
})

test('[S15] a held deletion is answered where it is explained', async () => {
  const { user, dialog, adapter } = await explain('x.pdf', {
    sync: settled,
    files: [{ name: 'other.pdf', sync: 'synced' }],
    remoteOnly: [
      {
        kind: 'remoteOnly',
        fileId: 'gone-1',
        name: 'x.pdf',
        folder: [],
        sync: { state: 'held', code: 'deletion_held', retryAt: null },
      },
    ],
  })
  await user.click(within(dialog).getByRole('button', { name: 'Bring back' }))
  await waitFor(() =>
    expect(adapter.calls.find(({ operation }) => operation === 'answerHeld')?.input).toMatchObject({
      body: { answer: 'takeBack', files: ['gone-1'] },
    }),
  )
})

test('[S16] who may not edit is offered nothing that would be refused', async () => {
  const { dialog } = await explain('a.pdf', {
    files: [{ name: 'a.pdf', sync: { state: 'blocked', code: 'scanner_refused' } }],
    sync: settled,
    access: { write: false },
  })
  expect(dialog).toHaveAccessibleName('Refused by the virus scanner')
  expect(within(dialog).queryByRole('button', { name: 'Delete' })).not.toBeInTheDocument()
})
