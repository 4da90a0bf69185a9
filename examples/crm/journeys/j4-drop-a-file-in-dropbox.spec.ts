import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

import { activityOf, bytesOf, expect, expectAccessible, openSyncedCompany, sha256, test } from './example.ts'

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
const signed = new TextEncoder().encode('%PDF-1.4 signed on both sides')

test('[J4] [P33] [P35] [P36] [P37] [C115] [C116] a file put into Dropbox appears on the idle page, marked as such', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const widget = await openSyncedCompany(page, crm)
  await sofie.forgetRequests()

  await sofie.write(`${folder}/signed.pdf`, signed)
  const row = widget.getByRole('row', { name: /signed\.pdf/ })
  await expect(row).toBeVisible({ timeout: 10_000 })
  const lists = (await sofie.requests()).filter(({ path }) => path.includes('list_folder'))
  expect(lists.length, 'list calls until it was there').toBeLessThanOrEqual(3)
  await expect(row.getByText(/via Dropbox/)).toBeAttached()
  await expect(row.getByText(/Sofie/)).toBeAttached()
  await expect(page.getByText('1 new file')).toBeAttached()
  expect(await activityOf(page, crm, 'companies/1001')).toContain('imported signed.pdf')

  await sofie.write(`${folder}/2026/plan.txt`, new TextEncoder().encode('next year'))
  await widget.getByRole('row', { name: /2026/ }).dblclick({ timeout: 15_000 })
  await expect(widget.getByRole('row', { name: /plan\.txt/ })).toBeVisible()
  await expectAccessible(page)

  await sofie.write('/Apps/Demo CRM/Companies/Unknown (9)/stray.txt', new TextEncoder().encode('?'))
  await sofie.write('/Apps/Demo CRM/loose.txt', new TextEncoder().encode('?'))
  await page.goto(`${crm.url}/marketplace`)
  await expect(page.getByText(/stray\.txt/).first()).toBeVisible({ timeout: 15_000 })
  await expect(page.getByText(/loose\.txt/).first()).toBeVisible()
  await expect(page.getByText(/not linked to a record/i).first()).toBeVisible()

  await page.goto(`${crm.url}/companies/1001`)
  const download = page.waitForEvent('download')
  await widget
    .getByRole('row', { name: /signed\.pdf/ })
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  const bytes = await bytesOf(await download)
  expect(sha256(bytes)).toBe(sha256(signed))
})

test('[J4] [P34] [C88] without webhooks the poll of an open record brings the file', async ({ page, crm }) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await sofie.setWebhooks(false)
  const widget = await openSyncedCompany(page, crm)
  await sofie.forgetRequests()
  await sofie.write(`${folder}/signed.pdf`, signed)
  await expect(widget.getByRole('row', { name: /signed\.pdf/ })).toBeVisible({ timeout: 10_000 })
  const lists = (await sofie.requests()).filter(({ path }) => path.includes('list_folder'))
  expect(lists.length, 'list calls until it was there').toBeLessThanOrEqual(3)
})

const behindProxy = test.extend({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures out of the pattern
  proxy: async ({}, use) => {
    const proxy = await proxyWithoutStreams()
    // Chromium asks no proxy for addresses of its own machine, unless it is told to.
    await use({ server: proxy.url, bypass: '<-loopback>' })
    await proxy.close()
  },
  refused: /\/events$/,
})

behindProxy('[J4] when a proxy refuses the event stream, asking again brings the file', async ({ page, crm }) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const refusal = page.waitForEvent('requestfailed', (asked) => asked.url().endsWith('/events'))
  const widget = await openSyncedCompany(page, crm)
  await refusal
  await sofie.forgetRequests()
  await sofie.write(`${folder}/signed.pdf`, signed)
  await expect(widget.getByRole('row', { name: /signed\.pdf/ })).toBeVisible({ timeout: 10_000 })
  const lists = (await sofie.requests()).filter(({ path }) => path.includes('list_folder'))
  expect(lists.length, 'list calls until it was there').toBeLessThanOrEqual(3)
})

/** A proxy between browser and CRM that refuses event streams, as some companies' proxies do. */
async function proxyWithoutStreams(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((incoming, answer) => {
    const url = incoming.url ?? '/'
    if (url.endsWith('/events')) {
      incoming.socket.destroy()
      return
    }
    const forward = request(url, { method: incoming.method, headers: incoming.headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    forward.on('error', () => answer.destroy())
    incoming.pipe(forward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  }
}
