import '../../styles.css'

import { type MemoryAdapter, type MemoryAdapterOptions, memoryAdapter } from '@twinfolder/client/testing'
import type { FilePage } from '@twinfolder/protocol'
import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'

import { en } from '../../locales/en.ts'
import { TwinfolderProvider } from '../../provider/TwinfolderProvider.tsx'
import { FilesWidget } from '../FilesWidget.tsx'

const record = { module: 'companies', id: '1001' } as const
const row = (name: string) => page.getByRole('row', { name, exact: true })
const grid = () => page.getByRole('grid', { name: 'Files' }).element()
const nameOf = (at: number) => `file-${String(at).padStart(7, '0')}.pdf`

/** A memory adapter that makes each page of so many files when it is asked for. */
function vastAdapter(total: number, latencyMs = 0): MemoryAdapter {
  const memory = memoryAdapter({ files: [] })
  const call: MemoryAdapter['call'] = async (operation, input, options) => {
    if (operation !== 'listFiles') return memory.call(operation, input, options)
    const { query } = input as { readonly query: { readonly offset: number; readonly limit: number } }
    await new Promise((resolve) => setTimeout(resolve, latencyMs))
    const length = Math.max(0, Math.min(query.limit, total - query.offset))
    const value: FilePage = {
      entries: Array.from({ length }, (_, at) => fileAt(query.offset + at)),
      total,
      offset: query.offset,
      remoteOnly: [],
    }
    return { ok: true, value } as never
  }
  return { ...memory, call }
}

function fileAt(at: number): FilePage['entries'][number] {
  return {
    kind: 'file',
    id: `file-${at}`,
    name: nameOf(at),
    folder: [],
    sizeBytes: 1024,
    mediaType: 'application/pdf',
    version: '1',
    updatedAt: '2026-01-05T09:00:00.000Z',
    updatedBy: 'Sofie',
    via: 'host',
    sync: { state: 'synced', code: null, retryAt: null },
    copies: [],
  }
}

async function show(adapter: MemoryAdapter, width = 420) {
  await page.viewport(Math.max(width + 40, 480), 800)
  await render(
    <StrictMode>
      <TwinfolderProvider adapter={adapter} messages={en} crmName="Demo CRM">
        <div style={{ inlineSize: width }}>
          <FilesWidget record={record} />
        </div>
      </TwinfolderProvider>
    </StrictMode>,
  )
  await expect.element(page.getByRole('row').last()).toBeVisible()
}

const some = (options: MemoryAdapterOptions = {}) =>
  memoryAdapter({
    files: [
      { name: 'a.pdf', sizeBytes: 10 },
      { name: 'b.docx', sizeBytes: 3000, sync: 'conflict' },
      { name: 'c.txt', sizeBytes: 200 },
    ],
    ...options,
  })

test('[P16] two million rows: the last one is reached, by key and by the scroll bar', async () => {
  await show(vastAdapter(2_000_000))
  await row(nameOf(0)).click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{End}')
  await expect.element(row(nameOf(1_999_999))).toHaveFocus()
  await expect.element(row(nameOf(1_999_999))).toBeInViewport({ ratio: 0.9 })
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(row(nameOf(1_999_998))).toBeInViewport({ ratio: 0.9 })
  await userEvent.keyboard('{Home}')
  await expect.element(row(nameOf(0))).toBeInViewport({ ratio: 0.9 })
  grid().scrollTop = grid().scrollHeight
  await expect.element(row(nameOf(1_999_999))).toBeInViewport({ ratio: 0.9 })
})

test.each([420, 1200])(
  '[P16] after a wild ride through 100,000 rows, those in sight have their names and states, and the page is no larger, at %i pixels',
  async (width) => {
    await show(vastAdapter(100_000, 30), width)
    const scroller = grid()
    for (let at = 1; at <= 40; at += 1) {
      scroller.scrollTop = (at * 971_111) % 4_700_000
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    scroller.scrollTop = 48 * 70_007
    const wanted = row(nameOf(70_009))
    await expect.element(wanted).toBeInViewport({ ratio: 0.9 })
    await expect.element(wanted.getByRole('img', { name: 'Synchronised' })).toBeVisible()
    expect(document.querySelectorAll('section *').length).toBeLessThanOrEqual(350)
  },
)

test.each([420, 900])('a list that fits has nothing to scroll, and so no scroll bar, at %i pixels', async (width) => {
  await show(some(), width)
  await expect.element(row('c.txt')).toBeInViewport({ ratio: 1 })
  expect(grid().scrollHeight).toBe(grid().clientHeight)
})

test.each(['ltr', 'rtl'])('what a row says has room for a dot between its parts: %s', async (direction) => {
  document.documentElement.dir = direction
  try {
    await show(vastAdapter(1))
    const boxes = [...document.querySelectorAll('.tf-meta > *')].map((part) => {
      const text = document.createRange()
      text.selectNodeContents(part)
      return text.getBoundingClientRect()
    })
    const inOrder = boxes.toSorted((one, other) => one.left - other.left)
    expect(inOrder).toHaveLength(3)
    for (const [at, next] of inOrder.slice(1).entries()) {
      expect(next.left - (inOrder[at]?.right ?? NaN)).toBeGreaterThan(8)
    }
  } finally {
    document.documentElement.removeAttribute('dir')
  }
})

test('a wide panel has columns whose headings sort, by pointer and by key, and are no further tab stops', async () => {
  await show(some(), 900)
  const heading = (name: string) => page.getByRole('columnheader', { name })
  await expect.element(heading('Name')).toHaveAttribute('aria-sort', 'ascending')
  expect(grid().getAttribute('aria-colcount')).toBe('6')
  expect(page.getByRole('columnheader').elements()).toHaveLength(6)
  await heading('Size').getByRole('button').click()
  await expect.element(heading('Size')).toHaveAttribute('aria-sort', 'descending')
  const names = () =>
    [...grid().querySelectorAll<HTMLElement>('[data-index]')]
      .sort((a, b) => Number(a.dataset['index']) - Number(b.dataset['index']))
      .map((one) => one.getAttribute('aria-label'))
  await expect.poll(names).toEqual(['b.docx', 'c.txt', 'a.pdf'])
  ;(row('b.docx').element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(heading('Size').getByRole('button')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(names).toEqual(['a.pdf', 'c.txt', 'b.docx'])
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(row('a.pdf')).toHaveFocus()
  expect(grid().querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  expect(page.getByRole('button', { name: 'Sort' }).elements()).toHaveLength(0)
})

test('a range over pages that nobody has seen is selected with Shift', async () => {
  await show(vastAdapter(3_000))
  await row(nameOf(5)).click({ position: { x: 200, y: 30 } })
  await userEvent.keyboard('{Shift>}{End}{/Shift}')
  await expect.element(page.getByRole('toolbar', { name: '2,995 selected' })).toBeVisible()
  await expect.element(row(nameOf(2_999))).toHaveFocus()
})

test('[S8] a renamed file is followed to a page that nobody has seen', async () => {
  const names = Array.from({ length: 1_000 }, (_, at) => ({ name: nameOf(at) }))
  await show(memoryAdapter({ files: names }))
  ;(row(nameOf(3)).element() as HTMLElement).focus()
  await userEvent.keyboard('{F2}')
  await expect.element(page.getByRole('textbox')).toHaveFocus()
  await userEvent.keyboard('file-0000712b{Enter}')
  await expect.element(row('file-0000712b.pdf')).toHaveFocus()
  await expect.element(row('file-0000712b.pdf')).toBeInViewport({ ratio: 0.9 })
  await expect.element(row(nameOf(713))).toBeVisible()
})
