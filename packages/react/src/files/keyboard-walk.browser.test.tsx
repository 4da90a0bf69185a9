import '../styles.css'

import { memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'

import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { FilesWidget } from './FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const
const row = (name: string) => page.getByRole('row', { name, exact: true })
const keys = (text: string) => userEvent.keyboard(text)

/** Presses Tab until an element has the focus; more than a dozen times is too far for anybody. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    await userEvent.tab()
    const { activeElement } = document
    const text = activeElement?.getAttribute('aria-label') ?? activeElement?.textContent
    if (text?.trim() === name) return
  }
  throw new Error(`Tab does not lead to "${name}".`)
}

test('[P62] everything is done by keyboard alone: upload, select, move, delete, undo, synchronise, decide', async () => {
  const adapter = memoryAdapter({
    files: [
      { name: 'a.pdf', folder: ['Contracts'], copies: [] },
      { name: 'offer.docx', copies: [] },
      { name: 'offer (Dropbox).docx', via: 'remote', copies: [] },
      { name: 'plan.xlsx', copies: [] },
    ],
    conflicts: [{ host: 'offer.docx', remote: 'offer (Dropbox).docx' }],
    sync: { phase: 'settled', lastSettledAt: '2026-01-05T09:00:00.000Z' },
  })
  const calls = (name: string) => adapter.calls.filter(({ operation }) => operation === name)
  await render(
    <StrictMode>
      <TwinfolderProvider adapter={adapter} messages={en} crmName="Demo CRM">
        <FilesWidget record={record} />
      </TwinfolderProvider>
    </StrictMode>,
  )
  await expect.element(row('plan.xlsx')).toBeVisible()

  // Upload: the browser's own dialog gives the file.
  await tabTo('Add')
  await keys('{Enter}')
  await expect.element(page.getByRole('menuitem', { name: 'Upload files' })).toHaveFocus()
  await keys('{Escape}')
  await userEvent.upload(page.getByLabelText('Upload files').first(), new File(['hello'], 'new.txt'))
  await expect.element(row('new.txt')).toBeVisible()

  // Into the list: one Tab, then arrows. Select two, move them.
  await userEvent.tab()
  await expect.element(row('Contracts')).toHaveFocus()
  await keys('{ArrowDown}[Space]{End}{Control>}[Space]{/Control}')
  await expect.element(page.getByRole('toolbar', { name: '2 selected' })).toBeVisible()
  await keys('m')
  const dialog = page.getByRole('dialog', { name: 'Move 2 entries' })
  await expect.element(dialog.getByRole('button', { name: 'Contracts' })).toHaveFocus()
  await keys('{Enter}')
  await expect.element(dialog.getByText('No folders in here')).toBeVisible()
  await tabTo('Move here')
  await keys('{Enter}')
  await expect.element(page.getByText('2 moved to Contracts')).toBeVisible()
  // The rows that had the focus are gone; the list still has it.
  await expect.poll(() => document.activeElement?.closest('[role=grid]') !== null).toBe(true)
  await expect.element(row('plan.xlsx')).not.toBeInTheDocument()
  await tabTo('Dismiss')
  await keys('{Enter}')

  // Delete the folder with all in it, and take that back.
  ;(row('Contracts').element() as HTMLElement).focus()
  await keys('{Delete}')
  await expect.element(page.getByRole('dialog', { name: 'Delete the folder “Contracts”?' })).toBeVisible()
  await tabTo('Delete')
  await keys('{Enter}')
  await expect.element(page.getByText('Folder “Contracts” deleted')).toBeVisible()
  await expect.element(row('Contracts')).not.toBeInTheDocument()
  await tabTo('Undo')
  await keys('{Enter}')
  await expect.element(row('Contracts')).toBeVisible()

  // Synchronise.
  ;(row('Contracts').element() as HTMLElement).focus()
  await tabTo('Synchronise with Dropbox')
  await keys('{Enter}')
  await expect.poll(() => calls('requestSync').length).toBe(1)

  // Decide between two versions.
  await tabTo('Compare…')
  await keys('{Enter}')
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await tabTo('Keep both')
  await keys('{Enter}')
  await expect.poll(() => calls('resolveConflict').length).toBe(1)
})
