import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, onTestFinished, test, vi } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { renderWithTwinfolder } from '../testing/render-with-twinfolder.tsx'

const record = { module: 'companies', id: '1001' } as const
const fileOf = (name: string, sizeBytes = 400): File => new File([name.padEnd(sizeBytes, '.')], name)
const input = () => screen.getByLabelText('Upload files')
const row = (name: string) => screen.findByRole('row', { name })

/** What the browser says of the network. */
function browserIs(state: 'online' | 'offline'): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(state === 'online')
  window.dispatchEvent(new Event(state))
}

async function widget(
  ...[options = {}]: Parameters<typeof renderWithTwinfolder> extends [unknown, ...infer Rest] ? Rest : never
) {
  const rendered = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'old.txt' }], ...options })
  await row('old.txt')
  onTestFinished(() => void vi.restoreAllMocks())
  return { ...rendered, user: userEvent.setup() }
}

test('without a network uploads wait and say so; they go on by themselves where they were', async () => {
  const { adapter, user } = await widget({ latencyMs: 60 })
  await user.upload(input(), [fileOf('a.pdf'), fileOf('b.pdf')])
  await waitFor(() => expect(adapter.receivedBytes()).toBeGreaterThan(0))
  act(() => {
    adapter.setNetwork('lost')
    browserIs('offline')
  })
  expect(await screen.findByText('No connection. Uploading goes on by itself.')).toBeInTheDocument()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  await user.upload(input(), fileOf('c.pdf'))
  const calls = () => adapter.calls.filter(({ operation }) => operation === 'uploadFile').length
  const before = calls()
  await act(() => new Promise((later) => setTimeout(later, 200)))
  expect(calls()).toBe(before)
  act(() => {
    adapter.setNetwork('there')
    browserIs('online')
  })
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) expect(await row(name)).toBeInTheDocument()
  expect(adapter.receivedBytes()).toBe(1200)
})

test('a server that cannot be reached is tried again by and by, though the browser sees a network', async () => {
  const { adapter, user } = await widget()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 200 })
  try {
    adapter.failNext('uploadFile', 'network')
    fireEvent.change(input(), { target: { files: [fileOf('a.pdf')] } })
    expect(await screen.findByText('No connection. Uploading goes on by itself.')).toBeInTheDocument()
    await act(() => vi.advanceTimersByTimeAsync(5000))
    expect(await row('a.pdf')).toBeInTheDocument()
  } finally {
    vi.useRealTimers()
  }
  expect(user).toBeDefined()
})

test('each file has its progress and a way to cancel it; more than three have a line for all', async () => {
  const { adapter, user } = await widget({ latencyMs: 80 })
  await user.upload(
    input(),
    ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf', 'f.pdf'].map((name) => fileOf(name)),
  )
  const group = await screen.findByRole('group', { name: 'Uploading 0 of 6' })
  expect(within(group).getByText('and 2 more')).toBeInTheDocument()
  expect(await within(group).findByRole('progressbar', { name: 'Uploading a.pdf' })).toHaveAttribute('max', '400')
  expect(within(group).getAllByText(/of 2 kB$/)).not.toHaveLength(0)
  await user.click(within(group).getByRole('button', { name: 'Cancel b.pdf' }))
  await user.click(within(group).getByRole('button', { name: 'Cancel all' }))
  await waitFor(() => expect(screen.queryByRole('group', { name: /^Uploading/ })).not.toBeInTheDocument())
  const received = adapter.receivedBytes()
  await new Promise((later) => setTimeout(later, 200))
  expect([adapter.receivedBytes(), screen.queryByRole('row', { name: 'f.pdf' })]).toEqual([received, null])
})

test('what failed is tried again one by one, or all at once', async () => {
  const { adapter, user } = await widget()
  for (let times = 0; times < 3; times += 1) adapter.failNext('uploadFile', 'unavailable')
  await user.upload(input(), [fileOf('a.pdf'), fileOf('b.pdf'), fileOf('c.pdf')])
  expect(await screen.findByText('3 files were not uploaded')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try b.pdf again' }))
  expect(await row('b.pdf')).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try all again' }))
  expect(await row('a.pdf')).toBeInTheDocument()
  expect(await row('c.pdf')).toBeInTheDocument()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('[P62] a batch is announced when it begins and when it has ended, and not in between', async () => {
  const { user } = await widget({ latencyMs: 10 })
  const said: string[] = []
  const [region] = screen.getAllByRole('status').filter((element) => element.className === 'tf-hidden')
  if (!region) throw new Error('There is no live region.')
  const observer = new MutationObserver(() => said.push(region.textContent))
  observer.observe(region, { childList: true, characterData: true, subtree: true })
  await user.upload(
    input(),
    ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf'].map((name) => fileOf(name)),
  )
  await row('e.pdf')
  await waitFor(() => expect(said.at(-1)).toBe('5 files uploaded'))
  observer.disconnect()
  expect(said).toEqual(['Uploading 5 files', '5 files uploaded'])
})

test('[P17] a chosen folder keeps its structure', async () => {
  const { adapter } = await widget()
  const file = Object.defineProperty(fileOf('plan.pdf'), 'webkitRelativePath', { value: 'Site/2026/plan.pdf' })
  const folders = screen.getByLabelText('Upload folder')
  expect(folders).toHaveAttribute('webkitdirectory')
  fireEvent.change(folders, { target: { files: [file] } })
  expect(await row('Site')).toBeInTheDocument()
  const [upload] = adapter.calls.filter(({ operation }) => operation === 'uploadFile')
  expect(upload?.input).toMatchObject({ folder: ['Site', '2026'], name: 'plan.pdf' })
})

test('[A17] where folders have one level, a deeper one is a path in one name; where there are none, all is in one list', async () => {
  const chosen = () => [
    Object.defineProperty(fileOf('plan.pdf'), 'webkitRelativePath', { value: 'Site/2026/plan.pdf' }),
  ]
  const flat = await widget({ capabilities: { folders: 'flat' } })
  fireEvent.change(screen.getByLabelText('Upload folder'), { target: { files: chosen() } })
  expect(await screen.findByText('Folders have one level here: their path becomes their name.')).toBeInTheDocument()
  await waitFor(() => expect(flat.adapter.receivedBytes()).toBe(400))
  const of = (adapter: typeof flat.adapter) => adapter.calls.find(({ operation }) => operation === 'uploadFile')?.input
  expect(of(flat.adapter)).toMatchObject({ folder: ['Site / 2026'] })
  flat.unmount()
  const none = await widget({ capabilities: { folders: 'none' } })
  fireEvent.change(screen.getByLabelText('Upload folder'), { target: { files: chosen() } })
  expect(await screen.findByText('There are no folders here: the files are in one list.')).toBeInTheDocument()
  await waitFor(() => expect(of(none.adapter)).toMatchObject({ folder: [] }))
})

test('[P17] a dropped folder comes with all that is in it, and an empty one is created', async () => {
  const { adapter } = await widget()
  const tree = directory('Site', [fileEntry('a.pdf'), directory('Empty', []), directory('Deep', [fileEntry('b.pdf')])])
  fireEvent.drop(screen.getByRole('region', { name: 'Files' }), {
    dataTransfer: { types: ['Files'], items: [{ kind: 'file', webkitGetAsEntry: () => tree }], files: [] },
  })
  await waitFor(() => expect(adapter.receivedBytes()).toBe(800))
  const uploads = adapter.calls.filter(({ operation }) => operation === 'uploadFile').map(({ input }) => input)
  expect(uploads).toMatchObject([{ folder: ['Site'] }, { folder: ['Site', 'Deep'] }])
  await waitFor(() =>
    expect(adapter.calls.find(({ operation }) => operation === 'createFolder')?.input).toMatchObject({
      body: { folder: ['Site', 'Empty'] },
    }),
  )
})

test('a file that is here already under another name is not sent before the user says so', async () => {
  const { adapter, user } = await widget({ capabilities: { findByHash: true } })
  await user.upload(input(), fileOf('offer.pdf'))
  await row('offer.pdf')
  await user.upload(input(), [new File([fileOf('offer.pdf')], 'copy of offer.pdf'), fileOf('new.pdf')])
  expect(await row('new.pdf')).toBeInTheDocument()
  const found = await screen.findByRole('group', { name: '1 file is here already' })
  expect(within(found).getByText('Already here as offer.pdf')).toBeInTheDocument()
  expect(adapter.receivedBytes()).toBe(800)
  await user.click(within(found).getByRole('button', { name: 'Upload anyway: copy of offer.pdf' }))
  expect(await row('copy of offer.pdf')).toBeInTheDocument()
  // The row comes from the list, the group goes with the queue: neither waits for the other.
  await waitFor(() => expect(screen.queryByRole('group', { name: /here already/ })).not.toBeInTheDocument())
})

test('of many files that are here already one decision is enough', async () => {
  const { adapter, user } = await widget({ capabilities: { findByHash: true } })
  const names = ['a.pdf', 'b.pdf', 'c.pdf']
  await user.upload(
    input(),
    names.map((name) => fileOf(name)),
  )
  await row('c.pdf')
  await user.upload(
    input(),
    names.map((name) => new File([fileOf(name)], `copy of ${name}`)),
  )
  const found = await screen.findByRole('group', { name: '3 files are here already' })
  expect(within(found).getByText('All 3 files')).toBeInTheDocument()
  await user.click(within(found).getByRole('button', { name: 'Skip: 3 files are here already' }))
  await waitFor(() => expect(found).not.toBeInTheDocument())
  expect(adapter.receivedBytes()).toBe(1200)
})

function fileEntry(name: string) {
  return { isFile: true, isDirectory: false, name, file: (done: (file: File) => void) => done(fileOf(name)) }
}

function directory(name: string, children: readonly object[]) {
  let isRead = false
  const readEntries = (done: (entries: readonly object[]) => void) => {
    done(isRead ? [] : children)
    isRead = true
  }
  return { isFile: false, isDirectory: true, name, createReader: () => ({ readEntries }) }
}
