import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import { DropboxIntegrationCard } from '../link/DropboxIntegrationCard.tsx'
import { type ChainOptions, acme, acmeFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 40_000 })

/** Longer than any test: what arrives did not come by a poll. */
const never = 3_600_000
const patient = { timeout: 30_000 }

/** The widget of a company that is synchronised and has one file. */
async function syncedAcme(options: ChainOptions = {}) {
  const chain = wholeChain(options)
  await chain.crm.files.put(keyOf(acme), 'offer.docx', new TextEncoder().encode('an offer'))
  await chain.link()
  const { unmount } = chain.open()
  await userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }))
  await screen.findByText(/^Last synchronised/, {}, patient)
  return { ...chain, dropbox: chain.dropboxOf('sofie'), unmount }
}

test('[J4] [P33] [P35] [P37] what is put into the folder in Dropbox appears without a reload, marked as such', async () => {
  const { dropbox } = await syncedAcme()
  await dropbox.write(`${acmeFolder}/signed.pdf`, 'signed on both sides')
  const row = await screen.findByRole('row', { name: 'signed.pdf' }, patient)
  expect(row).toHaveTextContent('Sofie via Dropbox')
  expect(screen.getByText('1 new file')).toHaveRole('status')
  expect(await within(row).findByRole('img', { name: 'Synchronised' })).toBeInTheDocument()

  await dropbox.write(`${acmeFolder}/2026/plan.txt`, 'next year')
  await userEvent.click(await screen.findByRole('row', { name: '2026' }, patient))
  expect(await screen.findByRole('row', { name: 'plan.txt' })).toHaveTextContent('Sofie via Dropbox')
})

test('[J4] [P33] a file from Dropbox is downloaded in the widget as it was put there', async () => {
  const { dropbox } = await syncedAcme()
  await dropbox.write(`${acmeFolder}/signed.pdf`, 'signed on both sides')
  const saved: HTMLAnchorElement[] = []
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function save(this: HTMLElement) {
    if (this instanceof HTMLAnchorElement) saved.push(this)
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Actions for signed.pdf' }, patient))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Download' }))
  await waitFor(() => expect(saved).toHaveLength(1))
  const [anchor] = saved
  expect(anchor?.download).toBe('signed.pdf')
  expect(await (await fetch(anchor?.href ?? '')).text()).toBe('signed on both sides')
  click.mockRestore()
})

test('[J4] [P34] a signed webhook brings it where nothing is polled', async () => {
  const { dropbox, emulator } = await syncedAcme({ webhooks: true, openRecordPollMs: never })
  await dropbox.write(`${acmeFolder}/signed.pdf`, 'signed')
  expect(await screen.findByRole('row', { name: 'signed.pdf' }, patient)).toHaveTextContent('Sofie via Dropbox')
  await emulator.webhooks.settled()
  expect(emulator.webhooks.deliveries().at(-1)).toMatchObject({ status: 200, attempts: 1 })
})

test('[C87] a webhook that somebody else has signed is refused and asks Dropbox nothing', async () => {
  const { emulator } = await syncedAcme({ openRecordPollMs: never })
  emulator.log.clear()
  const { accountId } = emulator.accounts.get('sofie@example.com')
  const answer = await fetch(`${location.origin}/twinfolder/webhooks/dropbox`, {
    method: 'POST',
    headers: { 'X-Dropbox-Signature': 'f'.repeat(64) },
    body: JSON.stringify({ list_folder: { accounts: [accountId] } }),
  })
  expect(answer.status).toBe(403)
  expect(emulator.log.entries()).toEqual([])
})

test('[J4] [P34] where the stream of hints is refused, asking again brings it', async () => {
  const { dropbox, requests } = await syncedAcme({ eventStream: false })
  await dropbox.write(`${acmeFolder}/signed.pdf`, 'signed')
  expect(await screen.findByRole('row', { name: 'signed.pdf' }, patient)).toHaveTextContent('Sofie via Dropbox')
  expect(requests).toContain('GET /twinfolder/events')
})

test('[P42] a file that is edited in Dropbox changes on the page, and one edited here changes in Dropbox', async () => {
  const { crm, dropbox } = await syncedAcme()
  const row = screen.getByRole('row', { name: 'offer.docx' })
  expect(row).toHaveTextContent('8 bytes')
  await dropbox.write(`${acmeFolder}/offer.docx`, 'a better offer')
  await waitFor(() => expect(row).toHaveTextContent('14 bytes'), patient)
  expect(row).toHaveTextContent('Sofie via Dropbox')
  expect(screen.getAllByRole('row')).toHaveLength(1)

  await crm.files.put(keyOf(acme), 'offer.docx', new TextEncoder().encode('the best offer'))
  await waitFor(
    async () => expect(new TextDecoder().decode(await dropbox.read(`${acmeFolder}/offer.docx`))).toBe('the best offer'),
    patient,
  )
})

test('[J4] [P36] [C115] what is put beside the records is not imported, and the card says so', async () => {
  const { crm, dropbox, unmount, open } = await syncedAcme()
  await dropbox.write('/Apps/Demo CRM/loose.txt', '?')
  await dropbox.write(`${acmeFolder}/signed.pdf`, 'signed')
  await screen.findByRole('row', { name: 'signed.pdf' }, patient)
  unmount()
  open(<DropboxIntegrationCard />)
  expect(await screen.findByText('not linked to a record', { exact: false }, patient)).toHaveTextContent('loose.txt')
  expect(crm.files.allFiles(keyOf(acme)).map(({ name }) => name)).toEqual(['offer.docx', 'signed.pdf'])
})
