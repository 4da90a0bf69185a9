import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { manualScheduler } from '@twinfolder/client/testing'
import { expect, test, vi } from 'vitest'

import { renderWithTwinfolder } from '../testing/index.ts'
import { DropboxSyncButton } from './DropboxSyncButton.tsx'

const record = { module: 'companies', id: '1001' } as const
const button = () => screen.findByRole('button', { name: 'Synchronise with Dropbox' })
const status = () => document.querySelector('.tf-status-live')

test('[P19] [P23] a press is accepted, runs and is done, and the line beside the button says each', async () => {
  const user = userEvent.setup()
  const onSyncRequested = vi.fn()
  renderWithTwinfolder(<DropboxSyncButton record={record} onSyncRequested={onSyncRequested} />, {
    files: [{ name: 'a.pdf' }, { name: 'b.pdf' }],
    script: [
      { record: { phase: 'waiting' } },
      { afterMs: 600, record: { phase: 'syncing', progress: { done: 1, total: 2, bytes: 0 } } },
      { afterMs: 600, record: { phase: 'settled', progress: null } },
    ],
  })
  await screen.findByText('Not synchronised yet')
  await user.click(await button())
  expect(await screen.findByText('Waiting')).toBeInTheDocument()
  expect(screen.getByText('Usually a few seconds. This can take up to an hour.')).toBeInTheDocument()
  expect(status()).toHaveAttribute('role', 'status')
  expect(await screen.findByText('Synchronising 1 of 2')).toBeInTheDocument()
  expect(screen.getByRole('progressbar')).toHaveValue(1)
  expect(await screen.findByText('Last synchronised just now')).toBeInTheDocument()
  expect(screen.getByText('Up to date')).toBeInTheDocument()
  expect(onSyncRequested).toHaveBeenCalledOnce()
  expect(await button()).toBeEnabled()
})

test('[P26] pressing again is harmless: the button stays as it is', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, { scheduler: manualScheduler() })
  await user.click(await button())
  await user.click(await button())
  await waitFor(() => expect(adapter.calls.filter(({ operation }) => operation === 'requestSync')).toHaveLength(2))
  expect(screen.getAllByRole('button', { name: 'Synchronise with Dropbox' })).toHaveLength(1)
})

test('[P29] without a Dropbox the same press links one, and then goes on', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, { connection: { state: 'none' } })
  expect(await screen.findByText('Dropbox is not connected')).toBeInTheDocument()
  await user.click(await button())
  await waitFor(() => expect(adapter.calls.map(({ operation }) => operation)).toContain('requestSync'))
  const order = adapter.calls.map(({ operation }) => operation).filter((name) => /link|sync/i.test(name))
  expect(order).toEqual(['beginLink', 'completeLink', 'requestSync'])
})

test('[S5] what needs somebody is said instead of "synchronised", and there is no tick', async () => {
  renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: { phase: 'settled', attention: 2, lastSettledAt: '2026-01-05T09:00:00.000Z' },
  })
  expect(await screen.findByText('2 need attention')).toBeInTheDocument()
  expect(screen.queryByText(/Last synchronised/)).not.toBeInTheDocument()
  expect(document.querySelector('[data-icon=check]')).toBeNull()
})

test('[P54] an ended connection is said, and connecting again resumes', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    connection: { state: 'reconnect' },
  })
  expect(await screen.findByText('Dropbox has to be connected again')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Reconnect Dropbox' }))
  await waitFor(() => expect(adapter.calls.map(({ operation }) => operation)).toContain('requestSync'))
})

test('[P39] one way is said beside the state', async () => {
  renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: { phase: 'settled', direction: 'toDropbox', lastSettledAt: '2026-01-05T09:00:00.000Z' },
  })
  expect(await screen.findByText('To Dropbox only')).toBeInTheDocument()
})

test('a press that fails says why and what to do', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />)
  await screen.findByText('Not synchronised yet')
  adapter.failNext('requestSync', 'unavailable')
  await user.click(await button())
  expect(await screen.findByText('The service is not available. Try again in a minute.')).toBeInTheDocument()
})

test('the menu opens the folder in Dropbox, once there is one', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxSyncButton record={record} />, { remoteFolderUrl: 'https://www.dropbox.com/home/x' })
  await user.click(await screen.findByRole('button', { name: 'More about Dropbox' }))
  expect(await screen.findByRole('menuitem', { name: 'Open folder' })).toHaveAttribute(
    'href',
    'https://www.dropbox.com/home/x',
  )
  await user.keyboard('{Escape}')
  expect(screen.getByRole('button', { name: 'More about Dropbox' })).toHaveFocus()
})

const menuItem = async (user: ReturnType<typeof userEvent.setup>, name: string) => {
  await user.click(await screen.findByRole('button', { name: 'More about Dropbox' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

test('[S19] a record is paused and goes on from where it rests', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxSyncButton record={record} />, { sync: { phase: 'settled' } })
  await menuItem(user, 'Pause')
  expect(await screen.findByText('Paused')).toBeInTheDocument()
  expect(screen.getByText('What changes is noted and synchronised later.')).toBeInTheDocument()
  await user.click(await screen.findByRole('button', { name: 'Resume' }))
  expect(await screen.findByText(/^Last synchronised/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'More about Dropbox' })).toHaveFocus()
})

test('[S19] a stopped record says that nothing is lost, and the button takes it up again', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    files: [{ name: 'a.pdf', sync: 'synced' }],
    sync: { phase: 'settled' },
  })
  await menuItem(user, 'Stop syncing')
  expect(await screen.findByText('Stopped')).toBeInTheDocument()
  expect(screen.getByText('Both sides keep their files. Press the button to go on.')).toBeInTheDocument()
  await user.click(await button())
  expect(await screen.findByText(/^Last synchronised/)).toBeInTheDocument()
})

test('[S19] while everything is paused, the record resumes everything', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' },
    connection: { state: 'linked', health: 'paused' },
  })
  await user.click(await screen.findByRole('button', { name: 'Resume all' }))
  expect(await screen.findByText(/^Last synchronised/)).toBeInTheDocument()
  expect(adapter.calls.map(({ operation }) => operation)).not.toContain('resumeSync')
})

test('[S19] a press of the menu that fails says why', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, { sync: { phase: 'settled' } })
  await screen.findByRole('button', { name: 'More about Dropbox' })
  adapter.failNext('pauseSync', 'unavailable')
  await menuItem(user, 'Pause')
  expect(await screen.findByText('The service is not available')).toBeInTheDocument()
})

test('[S10] a folder that is gone says how it comes back', async () => {
  renderWithTwinfolder(<DropboxSyncButton record={record} />, { sync: { phase: 'folderMissing' } })
  expect(await screen.findByText('Choose Synchronise with Dropbox to create it again.')).toBeInTheDocument()
})

test('[S10] a missing folder is created again, or left, by buttons beside the state', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: { phase: 'folderMissing' },
    scheduler: manualScheduler(),
  })
  await screen.findByRole('button', { name: 'Stop syncing' })
  await user.click(await screen.findByRole('button', { name: 'Create again' }))
  await waitFor(() => expect(adapter.calls.map(({ operation }) => operation)).toContain('requestSync'))
})

const halfAMinuteAgo = () => new Date(Date.now() - 30_000).toISOString()

test('[P34] what is well says when Dropbox was last asked, and counts on outside of the live region', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z', checkedAt: halfAMinuteAgo() },
  })
  expect(await screen.findByText(/^checked 3\ds ago$/)).toBeInTheDocument()
  expect(status()?.textContent).toBe('Up to date')
  await act(() => vi.advanceTimersByTimeAsync(12_000))
  expect(screen.getByText(/^checked 4\ds ago$/)).toBeInTheDocument()
  expect(status()?.textContent).toBe('Up to date')
  expect(screen.getByText(/^Last synchronised/)).toBeInTheDocument()
  vi.useRealTimers()
})

test('[S5] the files that need attention are one press away, where the page can show them', async () => {
  const user = userEvent.setup()
  const onShowAttention = vi.fn()
  renderWithTwinfolder(<DropboxSyncButton record={record} onShowAttention={onShowAttention} />, {
    sync: { phase: 'settled', attention: 2, checkedAt: halfAMinuteAgo() },
  })
  await user.click(await screen.findByRole('button', { name: 'Show' }))
  expect(onShowAttention).toHaveBeenCalledOnce()
  expect(screen.queryByText(/^checked/)).not.toBeInTheDocument()
})

test('[P61] the state of the record is explained, with what can be done about it', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    connection: { state: 'reconnect' },
    sync: { phase: 'settled' },
  })
  await screen.findByText('Dropbox has to be connected again')
  await menuItem(user, 'Explain why')
  const dialog = await screen.findByRole('dialog', { name: 'Dropbox has to be connected again' })
  expect(dialog).toHaveTextContent('The app was removed in Dropbox, or the account has changed.')
  await user.click(within(dialog).getByRole('button', { name: 'Reconnect Dropbox' }))
  await waitFor(() => expect(adapter.calls.map(({ operation }) => operation)).toContain('requestSync'))
})

test('[P61] also what is well is explained: since when, how checked, who else, and what does not come back', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxSyncButton record={record} />, {
    sync: {
      phase: 'settled',
      direction: 'toDropbox',
      lastSettledAt: '2026-01-05T09:00:00.000Z',
      checkedAt: halfAMinuteAgo(),
    },
    access: {
      write: false,
      missing: [{ code: 'x', label: 'Edit companies', howTo: 'Ask an administrator.' }],
    },
    alsoSyncedBy: ['Jonas'],
  })
  await screen.findByText('Up to date')
  await menuItem(user, 'Explain why')
  const dialog = await screen.findByRole('dialog', { name: 'Up to date' })
  expect(dialog).toHaveTextContent('have the same fingerprint')
  expect(dialog.textContent).toMatch(/Dropbox last checked3\ds ago/)
  expect(within(dialog).getByRole('list', { name: 'What is missing' })).toHaveTextContent(
    'Edit companies Ask an administrator.',
  )
  expect(dialog).toHaveTextContent('Also synchronised byJonas')
})

test('a remedy that fails says so', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxSyncButton record={record} />, { sync: { phase: 'stopped' } })
  await screen.findByText('Stopped')
  await menuItem(user, 'Explain why')
  adapter.failNext('requestSync', 'unavailable')
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Synchronise with Dropbox' }))
  expect(await screen.findByText('The service is not available')).toBeInTheDocument()
})
