import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { renderWithTwinfolder } from '../testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const wait = (milliseconds: number) => act(() => new Promise((resolve) => setTimeout(resolve, milliseconds)))

test('a storm of 500 hints costs a handful of requests, and the last change is seen', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'a.pdf' }] })
  await screen.findByRole('row', { name: 'a.pdf' })
  const count = () => adapter.calls.filter(({ operation }) => operation === 'listFiles').length
  const before = count()
  act(() => {
    for (let at = 0; at < 500; at += 1) adapter.emit({ type: 'record', record })
    adapter.addFile({ name: 'last.pdf' })
  })
  expect(await screen.findByRole('row', { name: 'last.pdf' })).toBeInTheDocument()
  await wait(900)
  expect(count() - before).toBeLessThanOrEqual(3)
})

test('a hint about another record asks nothing here', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'a.pdf' }] })
  await screen.findByRole('row', { name: 'a.pdf' })
  await wait(50)
  const before = adapter.calls.length
  act(() => adapter.emit({ type: 'record', record: { module: 'companies', id: '7' } }))
  await wait(100)
  expect(adapter.calls.length).toBe(before)
})

test('where the server is slower than the hints come, answers still arrive', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, {
    files: [{ name: 'a.pdf' }],
    latencyMs: 600,
  })
  await screen.findByRole('row', { name: 'a.pdf' })
  const storm = setInterval(() => adapter.emit({ type: 'record', record }), 100)
  adapter.addFile({ name: 'b.pdf' })
  await waitFor(() => expect(screen.getByRole('row', { name: 'b.pdf' })).toBeInTheDocument())
  clearInterval(storm)
})

test('a window that comes to the front again asks nothing while hints arrive', async () => {
  const { adapter } = renderWithTwinfolder(<FilesWidget record={record} />, { files: [{ name: 'a.pdf' }] })
  await screen.findByRole('row', { name: 'a.pdf' })
  await wait(50)
  const before = adapter.calls.filter(({ operation }) => operation === 'listFiles').length
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('online'))
  })
  await wait(100)
  expect(adapter.calls.filter(({ operation }) => operation === 'listFiles').length).toBe(before)
})
