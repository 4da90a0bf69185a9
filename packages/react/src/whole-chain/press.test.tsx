import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { acme, acmeFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 40_000 })

const text = (content: string) => new TextEncoder().encode(content)
const press = async () => userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
const settled = () => screen.findByText(/^Last synchronised/)

test('[J2] [P19] [P20] [P21] [P22] a press brings the files of all folders to Dropbox, byte by byte', async () => {
  const chain = wholeChain()
  await chain.crm.files.put(keyOf(acme), 'Contracts/a.pdf', text('a contract'))
  await chain.crm.files.put(keyOf(acme), 'Contracts/b.pdf', text('another contract'))
  await chain.crm.files.put(keyOf(acme), 'offer.docx', text('an offer'))
  await chain.link()
  chain.open()
  expect(await screen.findByText('Not synchronised yet')).toBeInTheDocument()
  await press()
  await settled()
  const row = screen.getByRole('row', { name: 'offer.docx' })
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()
  await userEvent.click(screen.getByRole('row', { name: 'Contracts' }))
  for (const name of ['a.pdf', 'b.pdf']) {
    const inFolder = await screen.findByRole('row', { name })
    expect(within(inFolder).getByRole('img', { name: 'Synchronised' })).toBeInTheDocument()
  }

  const dropbox = chain.dropboxOf('sofie')
  expect(Object.keys(await dropbox.tree(acmeFolder)).sort()).toEqual([
    `${acmeFolder}/Contracts`,
    `${acmeFolder}/Contracts/a.pdf`,
    `${acmeFolder}/Contracts/b.pdf`,
    `${acmeFolder}/offer.docx`,
  ])
  expect(new TextDecoder().decode(await dropbox.read(`${acmeFolder}/Contracts/b.pdf`))).toBe('another contract')
})

test('[J2] [P23] a file waits, is uploading, then synchronised, and the status line follows', async () => {
  const chain = wholeChain()
  await chain.crm.files.put(keyOf(acme), 'offer.docx', text('an offer'))
  await chain.link()
  const fault = chain.emulator.faults.add({ type: 'delay', ms: 1500, route: 'files/upload' })
  chain.open()
  await press()
  const row = await screen.findByRole('row', { name: 'offer.docx' })
  expect(await within(row).findByRole('img', { name: /^Uploading to Dropbox/ })).toBeInTheDocument()
  expect(screen.getByText('Synchronising 0 of 1')).toBeInTheDocument()
  chain.emulator.faults.remove(fault)
  await settled()
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()
})

test('[J2] [P26] [C18] a second press uploads nothing and writes nothing', async () => {
  const chain = wholeChain({ openRecordPollMs: 3_600_000 })
  await chain.crm.files.put(keyOf(acme), 'Contracts/a.pdf', text('a contract'))
  await chain.crm.files.put(keyOf(acme), 'offer.docx', text('an offer'))
  await chain.link()
  chain.open()
  await press()
  await settled()
  expect(chain.uploadCalls()).toBe(2)
  const before = await chain.dropboxOf('sofie').tree()
  chain.emulator.log.clear()
  await press()
  await waitFor(() => expect(chain.emulator.log.entries({ route: 'files/list_folder/continue' })).not.toEqual([]))
  await waitFor(async () => expect(await chain.phaseOf(acme)).toBe('settled'))
  const routes = new Set(chain.emulator.log.entries().map(({ route }) => route))
  expect([...routes]).toEqual(['files/list_folder/continue'])
  expect(await chain.dropboxOf('sofie').tree()).toEqual(before)
})

test('[J2] [P24] [C16] a company without files gets an empty folder', async () => {
  const chain = wholeChain()
  await chain.link()
  chain.open()
  expect(await screen.findByText('No files yet')).toBeInTheDocument()
  await press()
  await settled()
  expect(await chain.dropboxOf('sofie').get(acmeFolder)).toMatchObject({ kind: 'folder' })
  expect(await chain.dropboxOf('sofie').tree(acmeFolder)).toEqual({})
  expect(screen.getByText('No files yet')).toBeInTheDocument()
})

test('[P27] a file that is uploaded in the widget afterwards goes to Dropbox by itself', async () => {
  const chain = wholeChain()
  await chain.link()
  chain.open()
  await press()
  await settled()
  const [input] = screen.getAllByLabelText('Upload files', { selector: 'input' })
  if (input) await userEvent.upload(input, new File(['a plan'], 'plan.txt'))
  const row = await screen.findByRole('row', { name: 'plan.txt' })
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()
  expect(new TextDecoder().decode(await chain.dropboxOf('sofie').read(`${acmeFolder}/plan.txt`))).toBe('a plan')
})
