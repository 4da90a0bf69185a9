import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test, vi } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const files: MemoryAdapterOptions['files'] = [
  { name: 'Offer.docx', sizeBytes: 2048, updatedBy: 'Anna' },
  { name: 'Offer (Dropbox, Sofie, 2026-01-05).docx', sizeBytes: 4096, updatedBy: 'Sofie', via: 'remote' },
  { name: 'Plan.pdf', sizeBytes: 100 },
  { name: 'Plan (Dropbox, Sofie, 2026-01-05).pdf', sizeBytes: 200, updatedBy: 'Sofie', via: 'remote' },
]
const offer = { host: 'Offer.docx', remote: 'Offer (Dropbox, Sofie, 2026-01-05).docx' }
const plan = { host: 'Plan.pdf', remote: 'Plan (Dropbox, Sofie, 2026-01-05).pdf' }

function open(options: MemoryAdapterOptions) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files,
    sync: { phase: 'settled' },
    ...options,
  })
  const resolved = () =>
    adapter.calls.flatMap(({ operation, input }) => (operation === 'resolveConflict' ? [input] : []))
  const compare = async () => {
    await user.click(await screen.findByRole('button', { name: 'Compare…' }))
    return screen.findByRole('dialog', { name: 'Two versions' })
  }
  return { user, adapter, resolved, compare }
}

test('[S4] both versions are shown side by side, can be looked at, and one of them is kept', async () => {
  const { user, compare, resolved } = open({ conflicts: [offer] })
  const save = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const dialog = await compare()
  const ours = await within(dialog).findByRole('group', { name: 'The version in Demo CRM' })
  const theirs = within(dialog).getByRole('group', { name: 'The version from Dropbox' })
  expect(ours.textContent).toMatch(/Offer\.docx.*2 kB.*Anna/)
  expect(theirs.textContent).toMatch(/4 kB.*Sofie/)
  expect(await within(theirs).findByRole('link', { name: 'Open' })).toHaveAttribute('target', '_blank')
  await user.click(within(theirs).getByRole('button', { name: 'Download' }))
  await waitFor(() => expect(save).toHaveBeenCalledOnce())
  save.mockRestore()
  expect(dialog).toHaveTextContent('What you do not keep goes to the trash.')

  await user.click(within(theirs).getByRole('button', { name: 'Keep this one' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(await screen.findByText('Offer.docx: decided')).toBeInTheDocument()
  expect(resolved()).toMatchObject([{ body: { fileId: 'file-1', copyId: 'file-2', keep: 'remote' } }])
  expect(await screen.findByRole('row', { name: 'Offer.docx' })).toHaveTextContent('4 kB')
  await waitFor(() => expect(screen.queryByText('1 file has two versions')).not.toBeInTheDocument())
})

test('[S4] with several of them, the next follows the decided one', async () => {
  const { user, compare, resolved } = open({ conflicts: [offer, plan] })
  const dialog = await compare()
  expect(await within(dialog).findByText('1 of 2')).toBeInTheDocument()
  await user.click(within(dialog).getByRole('button', { name: 'Next file' }))
  expect(within(dialog).getByText('2 of 2').closest('p')).toHaveTextContent('Plan.pdf')
  await user.click(within(dialog).getByRole('button', { name: 'Keep both' }))
  expect((await within(dialog).findByText('Offer.docx', { selector: '.tf-strong' })).closest('p')).toHaveFocus()
  await user.click(
    within(within(dialog).getByRole('group', { name: 'The version in Demo CRM' })).getByRole('button', {
      name: 'Keep this one',
    }),
  )
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(resolved()).toMatchObject([{ body: { keep: 'both' } }, { body: { keep: 'host' } }])
})

test('[S4] the menu of either file leads to its own two versions', async () => {
  const { user } = open({ conflicts: [offer, plan] })
  const row = await screen.findByRole('row', { name: 'Plan.pdf' })
  expect(within(row).getByRole('img', { name: 'Two versions' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Actions for Plan.pdf' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Compare…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Two versions' })
  expect(await within(dialog).findByText('Plan.pdf', { selector: '.tf-strong' })).toBeInTheDocument()
})

test('[S4] a CRM that can not replace contents offers what it can, and says why', async () => {
  const { compare } = open({ conflicts: [{ ...offer, choices: ['host', 'both'] }], capabilities: { trash: false } })
  const dialog = await compare()
  const theirs = await within(dialog).findByRole('group', { name: 'The version from Dropbox' })
  expect(theirs).toHaveTextContent("Demo CRM can't replace the contents of a file")
  expect(within(dialog).getAllByRole('button', { name: 'Keep this one' })).toHaveLength(1)
  expect(dialog).toHaveTextContent('What you do not keep is deleted for good.')
})

test('[S16] who may not edit the record can look at both, and decides nothing', async () => {
  const { compare } = open({ conflicts: [offer], access: { write: false } })
  const dialog = await compare()
  await within(dialog).findByRole('group', { name: 'The version from Dropbox' })
  expect(dialog).toHaveTextContent('You may not do this')
  expect(within(dialog).queryByRole('button', { name: /^Keep/ })).not.toBeInTheDocument()
})

test('a version that changed meanwhile is said in the dialog, which stays', async () => {
  const { user, adapter, compare } = open({ conflicts: [offer] })
  adapter.failNext('resolveConflict', 'version_conflict')
  const dialog = await compare()
  await user.click(await within(dialog).findByRole('button', { name: 'Keep both' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Changed in the meantime')
  expect(within(dialog).getByRole('button', { name: 'Keep both' })).toBeInTheDocument()
})
