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

/** A photo with red on the left and blue on the right, and the word of its camera that it was held on its side. */
async function turnedPhoto(): Promise<Blob> {
  const canvas = new OffscreenCanvas(300, 200)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('No canvas.')
  for (const [at, colour] of ['red', 'blue'].entries()) {
    context.fillStyle = colour
    context.fillRect(at * 150, 0, 150, 200)
  }
  const photo = await canvas.convertToBlob({ type: 'image/jpeg' })
  const turned = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
  const exif = [...new TextEncoder().encode('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, ...turned, 0, 0, 0, 0]
  const marker = Uint8Array.from([0xff, 0xe1, 0, exif.length + 2, ...exif])
  return new Blob([photo.slice(0, 2), marker, photo.slice(2)], { type: 'image/jpeg' })
}

const pixel = (canvas: HTMLCanvasElement | null, x: number, y: number): readonly number[] => [
  ...(canvas?.getContext('2d')?.getImageData(x, y, 1, 1).data ?? []),
]

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
  page.getByRole('row', { name, exact: true }).element().querySelector<HTMLCanvasElement>('canvas')
const asked = ({ calls }: MemoryAdapter) => calls.filter(({ operation }) => operation === 'getContentUrl').length

test('a picture stands in its row as it looks; what is too large, or none, keeps its icon and is not read', async () => {
  const adapter = await show([
    { name: 'a.png', content: await picture('rgb(200, 0, 0)') },
    { name: 'b.png', content: 'no picture' },
    { name: 'c.png', sizeBytes: 5 * 1024 * 1024 },
    { name: 'd.docx' },
    { name: 'e.png', content: await picture('green', 900, 100) },
  ])
  await expect.poll(() => thumbnail('a.png')).toBeTruthy()
  const canvas = thumbnail('a.png')
  expect([canvas?.width, canvas?.height]).toEqual([96, 64])
  expect(pixel(canvas, 32, 32)).toEqual([200, 0, 0, 255])
  for (const name of ['b.png', 'c.png', 'd.docx', 'e.png']) {
    expect(thumbnail(name)).toBeNull()
    expect(page.getByRole('row', { name, exact: true }).element().querySelector('.tf-tile svg')).toBeTruthy()
  }
  expect(asked(adapter)).toBe(3)
})

test('a photo that was taken on its side stands upright, and is not squeezed', async () => {
  await show([{ name: 'photo.jpg', content: await turnedPhoto() }])
  await expect.poll(() => thumbnail('photo.jpg')).toBeTruthy()
  const canvas = thumbnail('photo.jpg')
  expect([canvas?.width, canvas?.height]).toEqual([96, 144])
  const [top, bottom] = [pixel(canvas, 48, 10), pixel(canvas, 48, 134)]
  expect(top[0]).toBeGreaterThan(200)
  expect(top[2]).toBeLessThan(60)
  expect(bottom[2]).toBeGreaterThan(200)
  expect(bottom[0]).toBeLessThan(60)
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
