import { activityOf, bytesOf, consent, expect, expectAccessible, linkDropbox, logIn, sha256, test } from './example.ts'

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'

test("[J2] [P15] [P18] [P20] [P21] [P22] [P26] one press sends a company's files, a second one sends nothing", async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await logIn(page, crm, 'Sofie')
  await linkDropbox(page, crm, 'sofie@example.com')
  await page.goto(`${crm.url}/companies/1001`)

  const widget = page.getByRole('region', { name: 'Files' })
  await expect(widget.getByRole('row', { name: /Contracts/ })).toBeVisible()
  await expect(widget.getByRole('row', { name: /Offers/ })).toBeVisible()
  const list = await widget.getByRole('grid').boundingBox()
  const button = widget.getByRole('button', { name: 'Synchronise with Dropbox' })
  const below = await button.boundingBox()
  expect(below && list && below.y >= list.y + list.height - 1, 'the button is below the list').toBe(true)
  await expectAccessible(page)

  await button.click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  const names = ['Contracts/Framework agreement.pdf', 'Offers/Offer 2026.docx', 'Offers/Price list.xlsx']
  const inDropbox = (await sofie.files()).map(({ path }) => path)
  expect(inDropbox.sort()).toEqual(names.map((name) => `${folder}/${name}`).sort())

  await widget.getByRole('row', { name: /Contracts/ }).dblclick()
  const row = widget.getByRole('row', { name: /Framework agreement\.pdf/ })
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  const download = page.waitForEvent('download')
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  const bytes = await bytesOf(await download)
  expect(sha256(await sofie.read(`${folder}/${names[0]}`)), 'byte-identical').toBe(sha256(bytes))

  expect((await activityOf(page, crm, 'companies/1001')).toSorted()).toEqual([
    'recordFolderCreated Acme GmbH (1001)',
    'uploaded Framework agreement.pdf',
    'uploaded Offer 2026.docx',
    'uploaded Price list.xlsx',
  ])

  await page.reload()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  await expectAccessible(page)

  await sofie.forgetRequests()
  await button.click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  await expect.poll(async () => (await sofie.requests()).some(({ path }) => path.includes('list_folder'))).toBe(true)
  expect((await sofie.requests()).filter(({ path }) => /upload|create_folder|move|delete/.test(path))).toEqual([])
  expect((await sofie.files()).length).toBe(3)
})

test('[J2] [P24] [C16] a company without files gets an empty folder', async ({ page, crm }) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await logIn(page, crm, 'Sofie')
  await linkDropbox(page, crm, 'sofie@example.com')
  await page.goto(`${crm.url}/companies/1003`)
  const widget = page.getByRole('region', { name: 'Files' })
  await expect(widget.getByText('No files yet')).toBeVisible()
  await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  expect(await sofie.folders()).toContain('/Apps/Demo CRM/Companies/Quiet Rooms Ltd (1003)')
  await expect(widget.getByText('No files yet')).toBeVisible()
})

test('[J2] [P8] without a link the same press links first and then goes on', async ({ page, crm }) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await logIn(page, crm, 'Sofie')
  await page.goto(`${crm.url}/companies/1001`)
  const widget = page.getByRole('region', { name: 'Files' })
  await expect(widget.getByRole('row', { name: /Contracts/ })).toBeVisible()
  await expect(widget.getByRole('status').getByText(/./).first()).toBeVisible()
  const popup = page.waitForEvent('popup')
  await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
  await consent(await popup, 'sofie@example.com')
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  expect((await sofie.files()).length).toBe(3)
})
