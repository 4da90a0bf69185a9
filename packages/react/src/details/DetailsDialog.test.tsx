import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { expect, test, vi } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { focus } from '../testing/focus.ts'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const offer = {
  name: 'Offer.docx',
  sizeBytes: 4096,
  updatedAt: '2026-01-07T10:00:00.000Z',
  updatedBy: 'Jonas',
  via: 'remote',
  createdAt: '2026-01-02T08:00:00.000Z',
  createdBy: 'Anna',
  sync: 'synced',
  copies: ['Sofie', 'Jonas'],
  versions: [{ version: 'old-1', sizeBytes: 2048, updatedAt: '2026-01-02T08:00:00.000Z', updatedBy: 'Anna' }],
} as const

async function open(options: MemoryAdapterOptions = {}) {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [offer],
    sync: { phase: 'settled' },
    ...options,
  })
  const row = await screen.findByRole('row', { name: 'Offer.docx' })
  focus(row)
  await user.keyboard('i')
  const dialog = await screen.findByRole('dialog', { name: 'Offer.docx' })
  await within(dialog).findByRole('list', { name: 'Versions' })
  const asked = (name: string) => adapter.calls.filter(({ operation }) => operation === name)
  return { user, adapter, dialog, asked }
}

test('[P61] everything about a file: what, who, where, its state and why', async () => {
  const { user, dialog } = await open()
  const facts = [...dialog.querySelectorAll('.tf-version-facts dd')].map(({ textContent }) => textContent)
  expect(facts[0]).toBe('Text document (DOCX)')
  expect(facts[1]).toBe('4 kB')
  expect(facts[2]).toMatch(/10:00.* · Jonas via Dropbox$/)
  expect(facts[3]).toMatch(/8:00.* · Anna$/)
  expect(facts[4]).toContain('/Companies/Acme GmbH (1001)/Offer.docx')
  expect(dialog).toHaveTextContent('have the same fingerprint')
  const copies = within(dialog).getByRole('list', { name: 'In the Dropbox of' })
  expect(
    within(copies)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Sofie (you)', 'Jonas'])
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  expect(screen.getByRole('row', { name: 'Offer.docx' })).toHaveFocus()
})

test('[P42] an old version is saved, made current, and that is undone', async () => {
  const { user, dialog, asked } = await open()
  const save = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const versions = within(dialog).getByRole('list', { name: 'Versions' })
  const [current, old] = within(versions).getAllByRole('listitem')
  expect(current).toHaveAttribute('aria-current', 'true')
  await user.click(within(old as HTMLElement).getByRole('button', { name: /^Download: / }))
  await waitFor(() => expect(save).toHaveBeenCalledOnce())
  expect(asked('getContentUrl').at(-1)?.input).toMatchObject({ query: { version: 'old-1' } })
  save.mockRestore()

  await user.click(within(old as HTMLElement).getByRole('button', { name: /^Make current: / }))
  expect(await screen.findByText(/^Offer.docx: the version of .* is current$/)).toBeInTheDocument()
  expect(asked('restoreVersion')[0]?.input).toMatchObject({ body: { version: 'old-1', expectedVersion: 'v1' } })
  await waitFor(() => expect(within(versions).getAllByRole('listitem')).toHaveLength(3))
  expect(dialog.querySelectorAll('.tf-version-facts dd')[1]).toHaveTextContent('2 kB')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(dialog.querySelectorAll('.tf-version-facts dd')[1]).toHaveTextContent('4 kB'))
})

test('[S16] who may not edit makes nothing current; nor where the CRM keeps no versions', async () => {
  const { dialog } = await open({ access: { write: false } })
  expect(within(dialog).queryByRole('button', { name: /^Make current: / })).not.toBeInTheDocument()
  expect(within(dialog).getAllByRole('button', { name: /^Download: / })).toHaveLength(2)
})

test('[P61] what happened to the file itself stands below', async () => {
  const { dialog } = await open({
    activity: [
      { code: 'uploaded', subject: 'Offer.docx', fileId: 'file-1', record },
      { code: 'uploaded', subject: 'Other.docx', fileId: 'file-2', record },
    ],
  })
  await waitFor(() => expect(dialog).toHaveTextContent('Offer.docx sent to Dropbox'))
  expect(dialog).not.toHaveTextContent('Other.docx')
})

test('a file that somebody changed meanwhile is not written over', async () => {
  const { user, dialog, adapter } = await open()
  adapter.failNext('restoreVersion', 'version_conflict')
  await user.click(within(dialog).getByRole('button', { name: /^Make current: / }))
  expect(await screen.findByText('Changed in the meantime')).toBeInTheDocument()
})

test('details that do not come say why, and are asked for again', async () => {
  const user = userEvent.setup()
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'a.txt' }] })
  adapter.failNext('getFile', 'forbidden')
  await user.click(await screen.findByRole('button', { name: 'Actions for a.txt' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Details' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('You may not do this')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('list', { name: 'Versions' })).toBeInTheDocument()
})
