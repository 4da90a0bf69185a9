import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { acme, acmeFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

const MIB = 1024 * 1024
const bytesOf = (megabytes: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: megabytes * MIB }, (_, at) => (at + (at >> 10)) % 256)

/** `toEqual` takes a minute for so many. */
const isSame = (found: Uint8Array | null, bytes: Uint8Array): boolean =>
  found !== null && Buffer.compare(found, bytes) === 0

/** What the browser says of the network. */
function browserIs(state: 'online' | 'offline'): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(state === 'online')
  window.dispatchEvent(new Event(state))
}

test('[P56] a large file whose network goes away in the middle arrives whole, is sent once, and reaches Dropbox', async () => {
  const chain = wholeChain()
  await chain.link()
  const bytes = bytesOf(9)
  const patches = () => chain.requests.filter((request) => request.startsWith('PATCH')).length
  chain.open()
  await userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  await screen.findByText(/^Last synchronised/)
  const [input] = screen.getAllByLabelText('Upload files', { selector: 'input' })
  if (!input) throw new Error('There is no input.')
  await userEvent.upload(input, new File([bytes], 'survey.bin'))
  await waitFor(() => expect(patches()).toBeGreaterThanOrEqual(2), { interval: 5 })
  browserIs('offline')
  expect(await screen.findByText('No connection. Uploading goes on by itself.')).toBeInTheDocument()
  const before = patches()
  await new Promise((later) => setTimeout(later, 300))
  expect(patches()).toBe(before)
  expect(chain.requests.some((request) => request.startsWith('DELETE'))).toBe(false)
  browserIs('online')
  const row = await screen.findByRole('row', { name: 'survey.bin' })
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()
  expect(patches()).toBeLessThanOrEqual(6)
  const [file] = chain.crm.files.allFiles(keyOf(acme))
  expect(isSame(chain.crm.files.bytesOf(keyOf(acme), file?.id ?? ''), bytes)).toBe(true)
  expect(isSame(await chain.dropboxOf('sofie').read(`${acmeFolder}/survey.bin`), bytes)).toBe(true)
  vi.restoreAllMocks()
}, 60_000)

test('cancelling a large file ends it on the server, and nothing of it appears', async () => {
  const chain = wholeChain()
  chain.open()
  await screen.findByText('No files yet')
  const [input] = screen.getAllByLabelText('Upload files', { selector: 'input' })
  if (!input) throw new Error('There is no input.')
  await userEvent.upload(input, new File([bytesOf(12)], 'survey.bin'))
  await waitFor(() => expect(chain.requests.some((request) => request.startsWith('PATCH'))).toBe(true), { interval: 5 })
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel survey.bin' }))
  await waitFor(() => expect(chain.requests.some((request) => request.startsWith('DELETE'))).toBe(true))
  expect(chain.crm.files.allFiles(keyOf(acme))).toEqual([])
}, 60_000)
