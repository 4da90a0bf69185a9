import { memoryAdapter } from '@twinfolder/client/testing'
import { StrictMode } from 'react'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import { browserUploadKeeper } from './browser-upload-keeper.ts'
import type { KeptUpload } from './upload-keeper.ts'

const record = { module: 'companies', id: '1001' } as const
const upload = (id: string, text = 'contents'): KeptUpload => ({
  id,
  record,
  folder: ['Plans'],
  name: `${id}.txt`,
  file: new File([text], `${id}.txt`),
})
let scopes = 0
const newScope = (): string => `user ${(scopes += 1)} ${crypto.randomUUID()}`

/** A page: a keeper, and what it took up. */
function pageOf(scope: string) {
  const keeper = browserUploadKeeper(scope)
  const taken: KeptUpload[] = []
  keeper.open((uploads) => void taken.push(...uploads))
  onTestFinished(() => keeper.close())
  return { keeper, taken }
}

afterEach(() => vi.restoreAllMocks())

test('what a page kept, the next one takes up with its file, in the order in which it was added', async () => {
  const scope = newScope()
  const first = pageOf(scope)
  expect(await first.keeper.keep([upload('a', 'one')])).toBe(true)
  expect(await first.keeper.keep([upload('b', 'two')])).toBe(true)
  first.keeper.drop(['b'])
  first.keeper.close()
  const second = pageOf(scope)
  await expect.poll(() => second.taken.map(({ id }) => id)).toEqual(['a'])
  expect(second.taken[0]).toMatchObject({ record, folder: ['Plans'], name: 'a.txt' })
  expect(await second.taken[0]?.file.text()).toBe('one')
  expect(first.taken).toEqual([])
})

test('another user, and another server, takes nothing up', async () => {
  const first = pageOf('["sofie","/a"]')
  await first.keeper.keep([upload('secret')])
  first.keeper.close()
  const others = [pageOf('["jonas","/a"]'), pageOf('["sofie","/b"]')]
  const own = pageOf('["sofie","/a"]')
  await expect.poll(() => own.taken).toHaveLength(1)
  expect(others.map(({ taken }) => taken.length)).toEqual([0, 0])
  own.keeper.drop(['secret'])
})

test('two pages at once: what is under way in one is not taken by the other, what was left behind by exactly one', async () => {
  const scope = newScope()
  const gone = pageOf(scope)
  await gone.keeper.keep(Array.from({ length: 20 }, (_, number) => upload(`left ${number}`)))
  gone.keeper.close()
  const pages = [pageOf(scope), pageOf(scope), pageOf(scope)]
  await expect.poll(() => pages.flatMap(({ taken }) => taken)).toHaveLength(20)
  await pages[0]?.keeper.keep([upload('under way')])
  await new Promise((later) => setTimeout(later, 300))
  const ids = pages.flatMap(({ taken }) => taken.map(({ id }) => id))
  expect([ids.length, new Set(ids).size]).toEqual([20, 20])
})

test('a page that is closed for good leaves its uploads to another one that is open', async () => {
  const scope = newScope()
  const stays = pageOf(scope)
  const goes = pageOf(scope)
  await goes.keeper.keep([upload('orphan')])
  await new Promise((later) => setTimeout(later, 1500))
  goes.keeper.close()
  // Not at once: a page that is reloaded comes first.
  await new Promise((later) => setTimeout(later, 500))
  expect(stays.taken).toEqual([])
  await expect.poll(() => stays.taken.map(({ id }) => id)).toEqual(['orphan'])
})

test('a disk that is full keeps nothing and breaks nothing', async () => {
  const { keeper } = pageOf(newScope())
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('No room.', 'QuotaExceededError')
  })
  expect(await keeper.keep([upload('a')])).toBe(false)
})

const patient = { timeout: 30_000 }

test(
  'the widget goes on with an upload after a reload, where it was, and makes one file',
  { timeout: 60_000 },
  async () => {
    const adapter = memoryAdapter({ files: [{ name: 'old.txt' }], latencyMs: 400 })
    const user = newScope()
    const widget = () =>
      render(
        <StrictMode>
          <TwinfolderProvider adapter={adapter} messages={en} user={user}>
            <FilesWidget record={record} />
          </TwinfolderProvider>
        </StrictMode>,
      )
    const before = await widget()
    await expect.element(page.getByRole('row', { name: 'old.txt' }), patient).toBeVisible()
    const file = new File(['x'.repeat(4000)], 'large.bin')
    await page.getByLabelText('Upload files').upload(file)
    await expect.poll(() => adapter.receivedBytes(), patient).toBeGreaterThanOrEqual(2000)
    await before.unmount()
    const received = adapter.receivedBytes()
    await new Promise((later) => setTimeout(later, 500))
    expect(adapter.receivedBytes()).toBeLessThan(4000)
    expect(received).toBeGreaterThanOrEqual(2000)

    await widget()
    await expect.element(page.getByRole('progressbar', { name: 'Uploading large.bin' }), patient).toBeVisible()
    await expect.element(page.getByRole('row', { name: 'large.bin' }), patient).toBeVisible()
    expect(adapter.receivedBytes()).toBe(4000)
    const keys = new Set(
      adapter.calls.flatMap(({ operation, input }) =>
        operation === 'uploadFile' ? [(input as { idempotencyKey: string }).idempotencyKey] : [],
      ),
    )
    expect(keys.size).toBe(1)
    await expect.poll(() => page.getByRole('row', { name: /^large/ }).elements().length, patient).toBe(1)
  },
)
