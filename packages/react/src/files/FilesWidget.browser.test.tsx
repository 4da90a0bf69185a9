import '../styles.css'

import { type MemoryAdapter, type MemoryAdapterOptions, memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'

import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { FilesWidget } from './FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const

async function show(options: MemoryAdapterOptions, width = 420): Promise<MemoryAdapter> {
  const adapter = memoryAdapter(options)
  await render(
    <StrictMode>
      <TwinfolderProvider adapter={adapter} messages={en} crmName="Demo CRM">
        <div style={{ inlineSize: width }}>
          <FilesWidget record={record} />
        </div>
      </TwinfolderProvider>
    </StrictMode>,
  )
  return adapter
}

const many = Array.from({ length: 10_000 }, (_, at) => ({
  name: `file-${String(at).padStart(5, '0')}.pdf`,
  sync: 'synced' as const,
}))
const row = (name: string) => page.getByRole('row', { name, exact: true })
const grid = () => page.getByRole('grid', { name: 'Files' })
const listCalls = ({ calls }: MemoryAdapter) => calls.filter(({ operation }) => operation === 'listFiles').length

test('[P16] 10,000 files cost as many elements as a screen of them, and the last is one request away', async () => {
  const adapter = await show({ files: many })
  await expect.element(row('file-00000.pdf')).toBeVisible()
  expect(document.querySelectorAll('*').length).toBeLessThan(450)
  expect(document.querySelectorAll('section *').length).toBeLessThanOrEqual(350)
  const before = listCalls(adapter)
  await row('file-00000.pdf').click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{End}')
  await expect.element(row('file-09999.pdf')).toHaveFocus()
  await expect.element(row('file-09999.pdf')).toBeInViewport({ ratio: 0.9 })
  expect(listCalls(adapter) - before).toBe(1)
  expect(document.querySelectorAll('section *').length).toBeLessThanOrEqual(350)
})

test('a focused row that is scrolled far away keeps the focus, and the arrows go on from it', async () => {
  await show({ files: many })
  await row('file-00000.pdf').click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{ArrowDown}')
  grid().element().scrollTop = 200_000
  await expect.element(row('file-04170.pdf')).toBeVisible()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('file-00001.pdf')
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(row('file-00002.pdf')).toHaveFocus()
  await expect.element(row('file-00002.pdf')).toBeInViewport({ ratio: 0.9 })
})

test('the list is one tab stop, and Tab leaves it', async () => {
  await show({ files: many.slice(0, 30) })
  await expect.element(row('file-00000.pdf')).toBeVisible()
  for (const name of ['Search files', 'Filter by state', 'Sort', 'Add']) {
    await userEvent.tab()
    await expect.element(page.getByRole('button', { name })).toHaveFocus()
  }
  await userEvent.tab()
  await expect.element(row('file-00000.pdf')).toHaveFocus()
  await userEvent.tab()
  await expect.element(page.getByRole('button', { name: 'Synchronise with Dropbox' })).toHaveFocus()
})

test('Control and A selects every file, loaded or not', async () => {
  await show({ files: many.slice(0, 350) })
  await row('file-00000.pdf').click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.element(page.getByRole('toolbar', { name: '350 selected' })).toBeVisible()
})

test('selecting does not move the list by a pixel', async () => {
  await show({ files: many.slice(0, 5) })
  await expect.element(row('file-00000.pdf')).toBeVisible()
  const before = row('file-00000.pdf').element().getBoundingClientRect().top
  await row('file-00000.pdf').click({ position: { x: 200, y: 30 } })
  await expect.element(page.getByRole('toolbar')).toBeVisible()
  expect(row('file-00000.pdf').element().getBoundingClientRect().top).toBe(before)
})

test('the menu of a row opens beside its button, inside the window, and gives the focus back', async () => {
  await show({ files: many.slice(0, 3) })
  await page.getByRole('button', { name: 'Actions for file-00002.pdf' }).click()
  const menu = page.getByRole('menu')
  await expect.element(menu).toBeVisible()
  await expect.element(page.getByRole('menuitem', { name: 'Open', exact: true })).toHaveFocus()
  const { right, bottom } = menu.element().getBoundingClientRect()
  expect(right).toBeLessThanOrEqual(window.innerWidth)
  expect(bottom).toBeLessThanOrEqual(window.innerHeight)
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('button', { name: 'Actions for file-00002.pdf' })).toHaveFocus()
})

test('the menu of a row that a key opened gives the focus back to the row', async () => {
  await show({ files: many.slice(0, 3) })
  await expect.element(row('file-00002.pdf')).toBeVisible()
  ;(row('file-00002.pdf').element() as HTMLElement).focus()
  await userEvent.keyboard('{Shift>}{F10}{/Shift}')
  await expect.element(page.getByRole('menuitem', { name: 'Open', exact: true })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(row('file-00002.pdf')).toHaveFocus()
})

test('a dialog keeps the focus, and Escape gives it back to the row', async () => {
  await show({ files: [{ name: 'shared.txt', sync: 'synced', copies: ['Sofie'] }] })
  await row('shared.txt').click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{Delete}')
  await expect.element(page.getByRole('dialog', { name: 'Delete 1 file?' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(row('shared.txt')).toHaveFocus()
})

test('[P17] [P56] files dropped anywhere on the panel are uploaded; the overlay is there only meanwhile', async () => {
  const adapter = await show({ files: many.slice(0, 3) })
  await expect.element(row('file-00000.pdf')).toBeVisible()
  const panel = page.getByRole('region', { name: 'Files' }).element()
  const transfer = new DataTransfer()
  transfer.items.add(new File(['hello'], 'dropped.txt'))
  const drag = (type: string, target: Element) =>
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }))
  drag('dragenter', row('file-00001.pdf').element())
  await expect.element(page.getByText('Drop files here')).toBeVisible()
  drag('dragenter', panel)
  drag('dragleave', panel)
  await expect.element(page.getByText('Drop files here')).toBeVisible()
  drag('drop', row('file-00001.pdf').element())
  await expect.element(row('dropped.txt')).toBeVisible()
  await expect.element(page.getByText('Drop files here')).not.toBeInTheDocument()
  expect(adapter.calls.filter(({ operation }) => operation === 'uploadFile')).toHaveLength(1)
})

test('[P62] nothing is wider than the panel, from 280 to 1400 pixels', async () => {
  await page.viewport(1450, 800)
  for (const width of [280, 320, 480, 700, 1400]) {
    await show(
      { files: [{ name: `${'long name '.repeat(30)}.pdf`, updatedBy: 'Anna Kowalski', sync: 'conflict' }] },
      width,
    )
    await expect.element(page.getByRole('row').last()).toBeVisible()
    const panel = page.getByRole('region', { name: 'Files' }).last().element()
    for (const part of panel.querySelectorAll('.tf-header, .tf-row, .tf-sync, .tf-grid')) {
      expect(part.scrollWidth, `${part.className} at ${width}`).toBeLessThanOrEqual(part.clientWidth)
    }
  }
})

test('[P62] with a strict policy nothing inline is needed: no script, no style element, no remote address', async () => {
  await show({ files: many.slice(0, 3) })
  await expect.element(row('file-00000.pdf')).toBeVisible()
  const panel = page.getByRole('region', { name: 'Files' }).element()
  expect(panel.querySelectorAll('script, style, link, img, iframe')).toHaveLength(0)
  expect(panel.innerHTML).not.toMatch(/(src|href)="https?:/)
})
