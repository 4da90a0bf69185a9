import { expect, openSyncedCompany, test } from './example.ts'

test('[J4] two tabs of one browser share one stream, and the second goes on when the first is closed', async ({
  page,
  crm,
  context,
}) => {
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/twinfolder/events')) streams.push(request.headers()['last-event-id'] ?? 'from now on')
  })
  const first = await context.newPage()
  await first.goto(crm.url)
  await openSyncedCompany(first, crm)
  await page.goto(`${crm.url}/companies/1001`)
  const widget = page.getByRole('region', { name: 'Files' })
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  const before = streams.length

  const sofie = crm.dropboxOf('sofie@example.com')
  const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
  await sofie.write(`${folder}/for-both.txt`, new TextEncoder().encode('both'))
  for (const tab of [first, page]) await expect(tab.getByRole('row', { name: 'for-both.txt' })).toBeVisible()
  expect(streams.length, 'the second tab opened no stream').toBe(before)

  await first.close()
  await expect.poll(() => streams.length).toBe(before + 1)
  expect(streams.at(-1), 'it goes on where the first one was').not.toBe('from now on')
  await sofie.write(`${folder}/for-one.txt`, new TextEncoder().encode('one'))
  await expect(page.getByRole('row', { name: 'for-one.txt' })).toBeVisible()
})
