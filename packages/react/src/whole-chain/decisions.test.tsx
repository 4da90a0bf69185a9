import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { type WholeChain, acme, acmeFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 60_000 })

const key = keyOf(acme)
const patient = { timeout: 30_000, interval: 200 }
const anna = { userId: 'anna', name: 'Anna', via: 'host' } as const
const count = 30
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }, patient))
const settled = () => screen.findByText(/^Last synchronised/, {}, patient)

/** A synchronised record with more files than may go at once unasked. */
async function manyFiles(): Promise<WholeChain> {
  const chain = wholeChain()
  for (let at = 0; at < count; at += 1) {
    await chain.crm.files.put(key, `${at}.txt`, new TextEncoder().encode(`file ${at}`))
  }
  await chain.link()
  chain.open()
  await press('Synchronise with Dropbox')
  await settled()
  return chain
}

async function inDropbox(chain: WholeChain): Promise<number> {
  const entries = await chain.dropboxOf('sofie').list('/Apps/Demo CRM', { recursive: true })
  return entries.filter(({ kind }) => kind === 'file').length
}

async function deleteAll({ crm }: WholeChain): Promise<void> {
  for (const { id, version } of crm.files.allFiles(key)) {
    await crm.files.remove({ record: key, id, expectedVersion: version }, anna)
  }
}

const heldLine = () => screen.findByRole('group', { name: /were deleted here and are still in Dropbox$/ }, patient)

test('[S15] when everything is deleted here at once, Dropbox keeps most of it until somebody confirms', async () => {
  const chain = await manyFiles()
  await deleteAll(chain)
  await press('Synchronise with Dropbox')
  const line = await heldLine()
  const kept = await inDropbox(chain)
  expect(kept).toBeGreaterThan(0)
  expect(line).toHaveTextContent(`${kept} files were deleted here`)
  expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', String(kept))
  await userEvent.click(within(line).getByRole('button', { name: 'Delete in Dropbox too' }))
  await waitFor(async () => expect(await inDropbox(chain)).toBe(0), patient)
  await settled()
})

test('[S15] or it is brought back from there', async () => {
  const chain = await manyFiles()
  await deleteAll(chain)
  await press('Synchronise with Dropbox')
  const line = await heldLine()
  const kept = await inDropbox(chain)
  await userEvent.click(within(line).getByRole('button', { name: 'Bring back' }))
  await waitFor(() => expect(chain.crm.files.allFiles(key)).toHaveLength(kept), patient)
  await settled()
  expect(await inDropbox(chain)).toBe(kept)
})

test('[S15] when everything is gone from Dropbox at once, nothing follows before somebody answers; putting it back restores all', async () => {
  const chain = await manyFiles()
  await chain.dropboxOf('sofie').delete('/Apps/Demo CRM/Companies')
  const line = await screen.findByRole('group', { name: `${count} files are gone from your Dropbox` }, patient)
  expect(chain.crm.files.allFiles(key)).toHaveLength(count)
  expect(screen.queryByText(/removed in Dropbox and kept here/)).not.toBeInTheDocument()
  await userEvent.click(within(line).getByRole('button', { name: 'Put back' }))
  await waitFor(async () => expect(await inDropbox(chain)).toBe(count), patient)
  await settled()
})

test('[S5] [S15] or it stays here only, and each file says so', async () => {
  const chain = await manyFiles()
  await chain.dropboxOf('sofie').delete(acmeFolder)
  const line = await screen.findByRole('group', { name: `${count} files are gone from your Dropbox` }, patient)
  await userEvent.click(within(line).getByRole('button', { name: 'Stop synchronising them' }))
  await waitFor(
    () => expect(screen.queryByRole('group', { name: /are gone from your Dropbox/ })).not.toBeInTheDocument(),
    patient,
  )
  const row = await screen.findByRole('row', { name: '0.txt' }, patient)
  expect(await within(row).findByRole('img', { name: 'Only in Demo CRM' }, patient)).toBeInTheDocument()
  expect(await inDropbox(chain)).toBe(0)
  expect(chain.crm.files.allFiles(key)).toHaveLength(count)
})
