import '../styles.css'

import { createSyncClient } from '@twinfolder/client'
import { type MemoryAdapter, type MemoryFile, memoryAdapter } from '@twinfolder/client/testing'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { createThumbnails } from './thumbnail-store.ts'

const record = { module: 'companies', id: '1001' } as const

async function picture(colour: string, width = 300, height = 200): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('No canvas.')
  context.fillStyle = colour
  context.fillRect(0, 0, width, height)
  return canvas.convertToBlob()
}

async function show(files: readonly MemoryFile[]): Promise<MemoryAdapter> {
  const adapter = memoryAdapter({ files })
  await render(
    <TwinfolderProvider adapter={adapter} messages={en} crmName="Demo CRM">
      <div style={{ inlineSize: 420 }}>
        <FilesWidget record={record} />
      </div>
    </TwinfolderProvider>,
  )
  return adapter
}

const thumbnail = (name: string) =>
  page.getByRole('row', { name, exact: true }).element().querySelector<HTMLCanvasElement>('canvas:not([hidden])')
const asked = ({ calls }: MemoryAdapter) => calls.filter(({ operation }) => operation === 'getContentUrl').length

test('a picture stands in its row as it looks; what is too large, or none, keeps its icon and is not read', async () => {
  const adapter = await show([
    { name: 'a.png', content: await picture('rgb(200, 0, 0)') },
    { name: 'b.png', content: 'no picture' },
    { name: 'c.png', sizeBytes: 5 * 1024 * 1024 },
    { name: 'd.docx' },
  ])
  await expect.poll(() => thumbnail('a.png')).toBeTruthy()
  const canvas = thumbnail('a.png')
  expect([canvas?.width, canvas?.height]).toEqual([64, 64])
  expect([...(canvas?.getContext('2d')?.getImageData(32, 32, 1, 1).data ?? [])]).toEqual([200, 0, 0, 255])
  for (const name of ['b.png', 'c.png', 'd.docx']) {
    expect(thumbnail(name)).toBeNull()
    expect(page.getByRole('row', { name, exact: true }).element().querySelector('.tf-tile svg')).toBeTruthy()
  }
  expect(asked(adapter)).toBe(2)
})

test('rows that pass by ask for nothing', async () => {
  const content = await picture('green')
  const files = Array.from({ length: 5000 }, (_, at) => ({ name: `${String(at).padStart(4, '0')}.png`, content }))
  const adapter = await show(files)
  await expect.element(page.getByRole('row', { name: '0000.png' })).toBeVisible()
  await expect.poll(() => thumbnail('0000.png')).toBeTruthy()
  const before = asked(adapter)
  const grid = page.getByRole('grid', { name: 'Files' }).element()
  for (let step = 1; step <= 40; step += 1) {
    grid.scrollTop = step * 4000
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  await expect.poll(() => thumbnail('3334.png')).toBeTruthy()
  expect(asked(adapter) - before).toBeLessThan(40)
  await userEvent.keyboard('{Escape}')
})

test('at most 200 pictures are kept, three are read at a time, and who walks away stops the reading', async () => {
  const content = await picture('blue', 80, 80)
  const files = Array.from({ length: 260 }, (_, at) => ({ name: `${at}.png`, content }))
  const adapter = memoryAdapter({ files })
  let [running, most] = [0, 0]
  const client = {
    ...createSyncClient(adapter),
    contentUrl: async (...given: Parameters<ReturnType<typeof createSyncClient>['contentUrl']>) => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      const url = await createSyncClient(adapter).contentUrl(...given)
      running -= 1
      return url
    },
  }
  const store = createThumbnails(client)
  const ref = (at: number) => ({ record, fileId: `file-${at + 1}`, version: 'v1', sizeBytes: content.size })
  const { signal } = new AbortController()
  const loaded = await Promise.all(files.map((_, at) => store.load(ref(at), signal)))
  expect(loaded.filter((bitmap) => bitmap !== null)).toHaveLength(260)
  expect(most).toBeLessThanOrEqual(3)
  expect(files.filter((_, at) => store.peek(ref(at)) !== undefined)).toHaveLength(200)
  expect(store.peek(ref(0))).toBeUndefined()

  const gone = new AbortController()
  const calls = asked(adapter)
  const left = [1, 2, 3, 4, 5, 6].map((at) => store.load(ref(at), gone.signal))
  gone.abort()
  expect(await Promise.all(left)).toEqual(Array.from({ length: 6 }, () => null))
  expect(asked(adapter) - calls).toBeLessThanOrEqual(3)
  expect(store.peek(ref(1))).toBeUndefined()
})
