import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { consentCallback } from '@twinfolder/client/testing'
import { expect, test, vi } from 'vitest'

import { DropboxSyncButton } from '../sync/DropboxSyncButton.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'
import { DropboxIntegrationCard } from './DropboxIntegrationCard.tsx'

const unlinked = { connection: { state: 'none' } } as const

test('[P7] [P10] a click on the logo links, and the card says whose Dropbox it is', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxIntegrationCard />, unlinked)
  const card = await screen.findByRole('article', { name: 'Dropbox' })
  expect(await within(card).findByText('Dropbox is not connected')).toBeInTheDocument()
  await user.click(within(card).getByRole('button', { name: 'Dropbox' }))
  expect(await within(card).findByText('Connected as sofie@example.com')).toBeInTheDocument()
})

test('[P4] [P9] [P11] [P12] before linking the card says what will be seen, by whom, and which accounts are refused', async () => {
  renderWithTwinfolder(<DropboxIntegrationCard />, unlinked)
  expect(await screen.findByText('Only the folder "Apps/Demo CRM" is visible to Demo CRM.')).toBeInTheDocument()
  expect(screen.getByText('Each user connects their own Dropbox.')).toBeInTheDocument()
  expect(screen.getByText("Dropbox Professional accounts can't be connected.")).toBeInTheDocument()
  expect(screen.getByRole('link', { name: /Create a free account/ })).toHaveAttribute(
    'href',
    'https://www.dropbox.com/register',
  )
})

test('[P14] a user who refuses at Dropbox finds a calm card', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxIntegrationCard />, unlinked, {
    authorize: (url) => Promise.resolve(consentCallback(url, 'deny')),
  })
  await user.click(await screen.findByRole('button', { name: 'Connect Dropbox' }))
  await waitFor(() => expect(screen.getByText('Dropbox is not connected')).toBeInTheDocument())
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('[P13] a failure says the first help, links to the logout, and can be tried again', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxIntegrationCard />, unlinked)
  await screen.findByText('Dropbox is not connected')
  adapter.failNext('completeLink', 'remote_unavailable')
  await user.click(screen.getByRole('button', { name: 'Connect Dropbox' }))
  const problem = await screen.findByRole('alert')
  expect(problem).toHaveTextContent("Couldn't connect. Log out of Dropbox, log in again and retry.")
  expect(within(problem).getByRole('link', { name: 'Log out of Dropbox' })).toHaveAttribute(
    'href',
    'https://www.dropbox.com/logout',
  )
  await user.click(within(problem).getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Connected as sofie@example.com')).toBeInTheDocument()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('[P4] a refused account is told what Dropbox reported', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxIntegrationCard />, {
    ...unlinked,
    afterLink: { state: 'refused', code: 'account_unsupported', reported: 'pro, 3 TB' },
  })
  await user.click(await screen.findByRole('button', { name: 'Connect Dropbox' }))
  expect(await screen.findByText("Dropbox Professional accounts can't be connected.")).toHaveRole('status')
  expect(screen.getByText('Dropbox reported: pro, 3 TB')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Use another account' })).toBeInTheDocument()
})

test('another account asks Dropbox to log in anew', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxIntegrationCard />)
  await user.click(await screen.findByRole('button', { name: 'Use another account' }))
  const begin = adapter.calls.find(({ operation }) => operation === 'beginLink')
  expect(begin?.input).toMatchObject({ body: { useAnotherAccount: true } })
})

test('[P52] disconnecting asks, and says that no file goes', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxIntegrationCard />)
  await user.click(await screen.findByRole('button', { name: 'Disconnect Dropbox' }))
  const dialog = await screen.findByRole('dialog', { name: 'Disconnect Dropbox' })
  expect(dialog).toHaveTextContent('Your files stay in Demo CRM and in Dropbox.')
  await user.click(within(dialog).getByRole('button', { name: 'Disconnect' }))
  expect(await screen.findByText('Dropbox is not connected')).toBeInTheDocument()
})

test('[P36] what lies outside of every record is listed as not linked to a record', async () => {
  renderWithTwinfolder(<DropboxIntegrationCard />, { activity: [{ code: 'notInARecord', subject: 'holiday.jpg' }] })
  expect(await screen.findByText('not linked to a record', { exact: false })).toHaveTextContent(
    'holiday.jpg not linked to a record',
  )
})

test('[P36] what happens to a record meanwhile is listed at once', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(
    <>
      <DropboxSyncButton record={{ module: 'companies', id: '1001' }} />
      <DropboxIntegrationCard />
    </>,
    { files: [{ name: 'offer.docx' }], stepMs: 10 },
  )
  expect(await screen.findByText('Nothing has happened yet')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Synchronise with Dropbox' }))
  // Well before the card asks by itself, which it does every half minute.
  expect(await screen.findByText('sent to Dropbox', { exact: false }, { timeout: 15_000 })).toBeInTheDocument()
})

test('[X13] the popup is opened in the click, its answer is taken from our own origin only', async () => {
  const user = userEvent.setup()
  const replace = vi.fn()
  const popup = { closed: false, close: vi.fn(), location: { replace } }
  const open = vi.spyOn(window, 'open').mockImplementation(() => popup as unknown as Window)
  renderWithTwinfolder(<DropboxIntegrationCard />, unlinked, { authorize: undefined })
  await user.click(await screen.findByRole('button', { name: 'Connect Dropbox' }))
  await waitFor(() => expect(replace).toHaveBeenCalledOnce())
  const url = consentCallback(String(replace.mock.calls[0]?.[0]))
  const answer = { type: 'twinfolder:callback', url }
  window.dispatchEvent(new MessageEvent('message', { origin: 'https://evil.example', data: answer }))
  await Promise.resolve()
  expect(screen.getByText('The window of Dropbox is open. Go on there.')).toBeInTheDocument()
  window.dispatchEvent(new MessageEvent('message', { origin: window.location.origin, data: answer }))
  expect(await screen.findByText('Connected as sofie@example.com')).toBeInTheDocument()
  expect(popup.close).toHaveBeenCalled()
  open.mockRestore()
})

test('[P14] a popup that the user closes leaves a calm card', async () => {
  const user = userEvent.setup()
  const popup = { closed: false, close: vi.fn(), location: { replace: vi.fn() } }
  const open = vi.spyOn(window, 'open').mockImplementation(() => popup as unknown as Window)
  renderWithTwinfolder(<DropboxIntegrationCard />, unlinked, { authorize: undefined })
  await user.click(await screen.findByRole('button', { name: 'Connect Dropbox' }))
  await screen.findByText('The window of Dropbox is open. Go on there.')
  popup.closed = true
  expect(await screen.findByText('Dropbox is not connected')).toBeInTheDocument()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  open.mockRestore()
})

test('[P14] where popups are blocked, linking goes by redirect and comes back to this page', async () => {
  const user = userEvent.setup()
  const open = vi.spyOn(window, 'open').mockImplementation(() => null)
  const { adapter } = renderWithTwinfolder(<DropboxIntegrationCard />, unlinked, { authorize: undefined })
  await user.click(await screen.findByRole('button', { name: 'Connect Dropbox' }))
  await waitFor(() =>
    expect(adapter.calls.find(({ operation }) => operation === 'beginLink')?.input).toMatchObject({
      body: { mode: 'redirect', returnTo: '/' },
    }),
  )
  open.mockRestore()
})

test('[S19] everything is paused and resumed by one button, which keeps the focus', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<DropboxIntegrationCard />)
  await user.click(await screen.findByRole('button', { name: 'Pause all' }))
  const resume = await screen.findByRole('button', { name: 'Resume all' })
  expect(resume).toHaveFocus()
  expect(screen.getByText('Paused. Nothing is transferred until you resume.')).toBeInTheDocument()
  await user.click(resume)
  expect(await screen.findByRole('button', { name: 'Pause all' })).toBeInTheDocument()
})

test('[S15] the card asks what follows from many files that are gone at once', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<DropboxIntegrationCard />, {
    connection: { state: 'linked', hold: { vanished: 312 } },
  })
  const question = await screen.findByRole('group', { name: '312 files are gone from your Dropbox' })
  expect(question).toHaveTextContent('Nothing was deleted here.')
  expect(screen.queryByRole('button', { name: 'Pause all' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Put back' }))
  await waitFor(() => expect(question).not.toBeInTheDocument())
  expect(adapter.calls.find(({ operation }) => operation === 'answerHold')?.input).toEqual({
    body: { answer: 'putBack' },
  })
})
