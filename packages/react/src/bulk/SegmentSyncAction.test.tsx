import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { localError } from '@twinfolder/client'
import { type ReactNode, useState } from 'react'
import { expect, test } from 'vitest'

import { focus } from '../testing/focus.ts'
import { renderWithTwinfolder } from '../testing/index.ts'
import { SegmentSyncAction } from './SegmentSyncAction.tsx'
import { SegmentSyncProgress } from './SegmentSyncProgress.tsx'

const segment = { module: 'companies', id: 'belgium' } as const

/** A menu of the host app that closes as soon as something in it is pressed. */
function HostMenu(): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        Actions
      </button>
      {isOpen ? (
        <div role="menu">
          <SegmentSyncAction segment={segment} as="menuitem" onPress={() => setIsOpen(false)} />
        </div>
      ) : null}
    </>
  )
}

const records = ['1001', '1002', '1003'].map((id) => ({
  record: { module: 'companies' as const, id },
  name: `Company ${id}`,
  number: id,
}))
const withFailure = records.map((one, at) =>
  at === 1 ? { ...one, end: 'failed' as const, code: 'name_refused' as const } : one,
)

test('[P28] [P30] the entry asks first: records, files, size, time, what is left out', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<HostMenu />, {
    bulk: {
      preflight: {
        records: 120,
        files: 1500,
        bytes: 52_428_800,
        estimatedSeconds: 240,
        excluded: [{ code: 'record_invisible', count: 3 }],
      },
    },
  })
  await user.click(screen.getByRole('button', { name: 'Actions' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Synchronise with Dropbox' }))
  const dialog = await screen.findByRole('dialog', { name: 'Synchronise 120 companies?' })
  expect(screen.queryByRole('menu')).not.toBeInTheDocument()
  for (const text of ['120', '1,500', '50 MB', 'About 4 minutes']) expect(dialog).toHaveTextContent(text)
  expect(dialog).toHaveTextContent('3 You may not see this record')
})

test('[P30] the run ends with a result per record; the failures can be worked through and tried again', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<SegmentSyncAction segment={segment} />, { bulk: { records: withFailure } })
  await user.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  await user.click(await screen.findByRole('button', { name: 'Start' }))
  const dialog = await screen.findByRole('dialog', { name: 'Synchronise with Dropbox' })
  expect(await within(dialog).findByText('2 synchronised, 1 need attention')).toHaveRole('status')
  const list = within(dialog).getByRole('list', { name: 'Records' })
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1))
  expect(list).toHaveTextContent('Company 1002 (1002)Dropbox does not accept this name. Rename the file.')
  await user.click(within(dialog).getByRole('radio', { name: 'All' }))
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(3))
  await user.click(within(dialog).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.getByRole('dialog')).toBeInTheDocument())
})

test('[P29] without a Dropbox the question offers to connect one, and goes on', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<SegmentSyncAction segment={segment} />, { connection: { state: 'none' } })
  await user.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  const dialog = await screen.findByRole('dialog', { name: 'Synchronise with Dropbox' })
  expect(dialog).toHaveTextContent('Dropbox is not connected')
  await user.click(within(dialog).getByRole('button', { name: 'Connect Dropbox' }))
  expect(await screen.findByRole('dialog', { name: 'Synchronise 12 companies?' })).toBeInTheDocument()
})

test('[P30] a run can be cancelled and is found again from another page', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(
    <>
      <SegmentSyncProgress />
      <SegmentSyncAction segment={segment} />
    </>,
    { bulk: { records }, stepMs: 100_000 },
  )
  await user.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  await user.click(await screen.findByRole('button', { name: 'Start' }))
  await user.click(await screen.findByRole('button', { name: 'Close' }))
  const bar = await screen.findByRole('region', { name: 'Synchronise with Dropbox' })
  expect(within(bar).getByRole('progressbar')).toBeInTheDocument()
  await user.click(within(bar).getByRole('button', { name: 'Show records' }))
  await user.click(await screen.findByRole('button', { name: 'Cancel the rest' }))
  expect(await within(screen.getByRole('dialog')).findByText(/3 cancelled|2 cancelled/)).toBeInTheDocument()
})

test('[P28] everything works by keyboard alone', async () => {
  const user = userEvent.setup()
  renderWithTwinfolder(<SegmentSyncAction segment={segment} />, { bulk: { records } })
  await screen.findByRole('button', { name: 'Synchronise with Dropbox' })
  await user.tab()
  await user.keyboard('{Enter}')
  await screen.findByRole('dialog', { name: 'Synchronise 3 companies?' })
  await waitFor(() => expect(screen.getByRole('button', { name: 'Start' })).toBeEnabled())
  focus(screen.getByRole('button', { name: 'Start' }))
  await user.keyboard('{Enter}')
  expect(await within(await screen.findByRole('dialog')).findByText('3 synchronised')).toBeInTheDocument()
})

test('[X53] an answer that was lost starts no second run, however often Start is pressed', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<SegmentSyncAction segment={segment} />, { bulk: { records } })
  const call = adapter.call.bind(adapter)
  const lost = { times: 2 }
  const losing: typeof adapter.call = async (operation, input, options) => {
    const answer = await call(operation, input, options)
    if (operation !== 'startBulk' || lost.times === 0) return answer
    lost.times -= 1
    return { ok: false, error: localError('network') }
  }
  Object.assign(adapter, { call: losing })
  await user.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  await user.click(await screen.findByRole('button', { name: 'Start' }))
  const question = await screen.findByRole('dialog', { name: 'Synchronise 3 companies?' })
  expect(await within(question).findByRole('alert')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Start' }))
  expect(await within(await screen.findByRole('dialog')).findByText('3 synchronised')).toBeInTheDocument()
  expect(adapter.calls.filter(({ operation }) => operation === 'startBulk')).toHaveLength(3)
  const runs = await call('listBulk', {})
  expect(runs.ok && runs.value.runs).toHaveLength(1)
})
