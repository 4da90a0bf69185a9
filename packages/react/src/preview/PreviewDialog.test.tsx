import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { afterEach, expect, test, vi } from 'vitest'

import { FilesWidget, type FilesWidgetProps } from '../files/FilesWidget.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const dot = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (c) => c.charCodeAt(0))

async function open(
  name: string,
  files: MemoryAdapterOptions['files'],
  props: Partial<FilesWidgetProps> = {},
): Promise<{ user: ReturnType<typeof userEvent.setup>; dialog: HTMLElement }> {
  const user = userEvent.setup()
  renderWithTwinfolder(<FilesWidget record={record} {...props} />, { files })
  const row = await screen.findByRole('row', { name })
  await user.click(within(row).getByTitle(name))
  return { user, dialog: await screen.findByRole('dialog', { name }) }
}

afterEach(() => vi.unstubAllGlobals())

test('[P16] a picture is opened by its name, fitted, and shown in its own size on a click', async () => {
  const { user, dialog } = await open('logo.gif', [{ name: 'logo.gif', content: dot }])
  const picture = await within(dialog).findByRole('img', { name: 'logo.gif' })
  expect(picture.getAttribute('src')).toMatch(/^(blob|data):/)
  const zoom = within(dialog).getByRole('button', { name: 'Actual size' })
  expect(zoom).toHaveAttribute('aria-pressed', 'false')
  await user.click(zoom)
  expect(zoom).toHaveAttribute('aria-pressed', 'true')
})

test('[X45] markup is shown as text and never becomes elements', async () => {
  const html = '<script>alert(1)</script><h1 id="evil">Hello</h1>'
  const { dialog } = await open('page.html', [{ name: 'page.html', content: html }])
  expect(await within(dialog).findByText(html)).toHaveProperty('tagName', 'PRE')
  expect(document.querySelector('#evil')).toBeNull()
  expect(document.querySelector('iframe')).toBeNull()
})

test('[X45] a drawing is a picture of an origin of its own', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const { dialog } = await open('plan.svg', [{ name: 'plan.svg', content: svg }])
  const picture = await within(dialog).findByRole('img', { name: 'plan.svg' })
  expect(picture.getAttribute('src')).toBe(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
  expect(dialog.querySelector('svg script')).toBeNull()
})

test('a text is read by its byte order mark, and only as far as it is shown', async () => {
  const utf16 = Uint8Array.from([0xff, 0xfe, 0x47, 0, 0xfc, 0, 0x6e, 0])
  const { dialog, user } = await open('a.txt', [
    { name: 'a.txt', content: utf16 },
    { name: 'b.txt', content: `${'ü'.repeat(200_000)}END` },
    { name: 'c.txt', content: '' },
  ])
  expect(await within(dialog).findByText('Gün')).toBeInTheDocument()
  await user.keyboard('{ArrowRight}')
  const next = await screen.findByRole('dialog', { name: 'b.txt' })
  expect(await within(next).findByText('Only the first 256 kB are shown.')).toBeInTheDocument()
  expect(next).not.toHaveTextContent('END')
  expect(next).not.toHaveTextContent('\uFFFD')
  await user.keyboard('{ArrowRight}')
  expect(await screen.findByText('The file is empty.')).toBeInTheDocument()
})

test('arrows go through the files of the list, over folders, and stop at its ends; Escape goes back to the row', async () => {
  const { user } = await open('a.txt', [
    { folder: ['Z'], name: 'inside.txt' },
    { name: 'a.txt', content: 'first' },
    { name: 'b.zip' },
  ])
  await user.keyboard('{ArrowLeft}')
  expect(await screen.findByText('first')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Next file' }))
  expect(await screen.findByText('There is no preview for this kind of file.')).toBeInTheDocument()
  await user.keyboard('{ArrowRight}')
  expect(screen.getByRole('dialog', { name: 'b.zip' })).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  expect(screen.getByRole('row', { name: 'b.zip' })).toHaveFocus()
})

test('a browser without a viewer of PDF says so, and downloads', async () => {
  vi.stubGlobal('navigator', Object.create(navigator, { pdfViewerEnabled: { value: false } }))
  const save = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { user, dialog } = await open('a.pdf', [{ name: 'a.pdf', content: '%PDF-1.7' }])
  expect(within(dialog).getByText('This browser has no PDF viewer inside pages.')).toBeInTheDocument()
  await user.click(within(dialog).getByText('Download'))
  await waitFor(() => expect(save).toHaveBeenCalledOnce())
  save.mockRestore()
})

test('the page may open files in its own way', async () => {
  const user = userEvent.setup()
  const onOpenFile = vi.fn()
  renderWithTwinfolder(<FilesWidget record={record} onOpenFile={onOpenFile} />, { files: [{ name: 'a.txt' }] })
  await user.click(await screen.findByTitle('a.txt'))
  expect(onOpenFile).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'a.txt' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})
