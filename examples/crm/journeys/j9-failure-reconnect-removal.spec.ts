import type { Page } from '@playwright/test'

import type { DropboxOwner } from './dropbox-owner.ts'
import {
  type RunningExample,
  activityOf,
  consent,
  expect,
  expectAccessible,
  logIn,
  openSyncedCompany,
  sha256,
  test,
} from './example.ts'

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
const bytes = (content: string) => new TextEncoder().encode(content)

test.describe('when Dropbox answers with an error', () => {
  test.use({ refused: /\/connection\/complete$/ })

  test('[J9] [P13] a link that fails tells the help that always works, and the next try links', async ({
    page,
    crm,
  }) => {
    await crm.dropboxOf('sofie@example.com').failNext('oauth2/token', 500, 20)
    await logIn(page, crm, 'Sofie')
    await page.goto(`${crm.url}/marketplace`)
    await allow(page, 'Connect Dropbox', 'sofie@example.com')
    const alert = page.getByRole('alert')
    await expect(alert).toContainText("Couldn't connect. Log out of Dropbox, log in again and retry.", {
      timeout: 30_000,
    })
    await expect(alert.getByRole('link', { name: 'Log out of Dropbox' })).toHaveAttribute(
      'href',
      'https://www.dropbox.com/logout',
    )
    await expectAccessible(page)
    await crm.dropboxOf('sofie@example.com').clearFaults()
    await allow(page, 'Try again', 'sofie@example.com')
    await expect(page.getByText('Connected as sofie@example.com')).toBeVisible()
  })
})

test('[J9] [P54] an app that is disconnected in Dropbox has to be connected again; then it goes on and doubles nothing', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const widget = await openSyncedCompany(page, crm)
  const before = await treeOf(sofie)
  await sofie.disconnectApp()
  await widget
    .getByLabel('Upload files')
    .first()
    .setInputFiles({
      name: 'meanwhile.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('added while nothing was connected'),
    })
  await expect(widget.getByRole('row', { name: 'meanwhile.txt' })).toBeVisible()
  await expect(widget.getByText('Dropbox has to be connected again').first()).toBeVisible({ timeout: 20_000 })
  await expect(widget.getByText(/^Last synchronised/)).toHaveCount(0)
  await expectAccessible(page)
  expect(await treeOf(sofie), 'nothing was deleted').toEqual(before)

  await allow(page, 'Reconnect Dropbox', 'sofie@example.com')
  await expect(
    widget.getByRole('row', { name: 'meanwhile.txt' }).getByRole('img', { name: 'Synchronised' }),
  ).toBeVisible({
    timeout: 20_000,
  })
  const now = await treeOf(sofie)
  expect(now).toEqual(
    new Map([...before, [`${folder}/meanwhile.txt`, sha256(bytes('added while nothing was connected'))]]),
  )
})

test('[J9] [P52] [P53] disconnecting keeps both sides; the same Dropbox goes on where it was, another one begins anew', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const widget = await openSyncedCompany(page, crm)
  const rows = await widget.getByRole('row').allInnerTexts()
  const before = await treeOf(sofie)
  expect(before.size).toBeGreaterThan(2)

  await sofie.forgetRequests()
  await page.goto(`${crm.url}/marketplace`)
  await page.getByRole('button', { name: 'Disconnect Dropbox' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect Dropbox' })
  await expect(dialog).toContainText('Your files stay in Demo CRM and in Dropbox.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await expect(page.getByText('Dropbox is not connected')).toBeVisible()
  await expect.poll(() => callsTo(sofie, 'auth/token/revoke')).toBe(1)
  expect(await treeOf(sofie)).toEqual(before)
  await page.goto(`${crm.url}/companies/1001`)
  await expect(widget.getByRole('row')).toHaveCount(rows.length)

  await sofie.forgetRequests()
  await linkAndPress(page, crm, 'sofie@example.com')
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  expect(await callsTo(sofie, 'files/upload'), 'everything matched').toBe(0)
  expect(await treeOf(sofie)).toEqual(before)

  await page.goto(`${crm.url}/marketplace`)
  await page.getByRole('button', { name: 'Disconnect Dropbox' }).click()
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await expect(page.getByText('Dropbox is not connected')).toBeVisible()
  const other = crm.dropboxOf('jonas@example.com')
  expect(await treeOf(other)).toEqual(new Map())
  await linkAndPress(page, crm, 'jonas@example.com')
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  expect(await treeOf(other)).toEqual(before)
  expect(await treeOf(sofie)).toEqual(before)
  const codes = (await activityOf(page, crm, 'connection')).map((line) => line.split(' ')[0])
  expect(codes).toContain('linked')
})

/** Presses a button that leads to the consent page, and allows there. */
async function allow(page: Page, button: string, email: string): Promise<void> {
  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: button }).first().click()
  await consent(await popup, email)
}

async function linkAndPress(page: Page, crm: RunningExample, email: string): Promise<void> {
  await page.goto(`${crm.url}/marketplace`)
  await allow(page, 'Connect Dropbox', email)
  await expect(page.getByText(`Connected as ${email}`)).toBeVisible()
  await page.goto(`${crm.url}/companies/1001`)
  await page.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
}

/** What each file of an account holds, by path. */
async function treeOf(owner: DropboxOwner): Promise<ReadonlyMap<string, string>> {
  const files = await owner.files()
  return new Map(await Promise.all(files.map(async ({ path }) => [path, sha256(await owner.read(path))] as const)))
}

async function callsTo(owner: DropboxOwner, route: string): Promise<number> {
  return (await owner.requests()).filter(({ path }) => path.includes(route)).length
}
