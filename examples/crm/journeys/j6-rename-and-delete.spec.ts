import type { Locator, Page } from '@playwright/test'

import {
  type RunningExample,
  activityOf,
  expect,
  expectAccessible,
  openSyncedCompany,
  sha256,
  test,
} from './example.ts'

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
const bytes = (content: string) => new TextEncoder().encode(content)

test('[J6] [P43] [P44] [P47] [C31] [C36] [S7] a rename in Dropbox gives a new file and a new folder; the old ones stay here', async ({
  page,
  crm,
}) => {
  const { sofie, widget } = await openSynced(page, crm)
  await widget.getByRole('row', { name: 'Offers' }).click()
  await sofie.move(`${folder}/Offers/Offer 2026.docx`, `${folder}/Offers/Offer 2026 v2.docx`)
  await expect(widget.getByRole('row', { name: 'Offer 2026 v2.docx' })).toBeVisible({ timeout: 10_000 })
  const old = widget.getByRole('row', { name: 'Offer 2026.docx', exact: true })
  await expect(old.getByRole('img', { name: 'Only in Demo CRM' })).toBeVisible()
  await expect(widget.getByText('1 file was removed in Dropbox and kept here')).toBeVisible()
  await twoMorePasses(page, widget)
  expect(await below(sofie, 'Offers')).toEqual(['Offer 2026 v2.docx', 'Price list.xlsx'])
  expect(await activityOf(page, crm, 'companies/1001')).toContain('importedFromRename Offer 2026 v2.docx')

  await widget.getByRole('navigation').getByRole('button', { name: 'All files' }).click()
  await sofie.move(`${folder}/Contracts`, `${folder}/Agreements`)
  await expect(widget.getByRole('row', { name: 'Agreements' })).toBeVisible({ timeout: 10_000 })
  await expect(widget.getByRole('row', { name: 'Contracts' })).toBeVisible()
  await expect(widget.getByText('2 files were removed in Dropbox and kept here')).toBeVisible()
  await widget.getByRole('row', { name: 'Agreements' }).click()
  const agreement = widget.getByRole('row', { name: 'Framework agreement.pdf' })
  await expect(agreement.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  await twoMorePasses(page, widget)
  expect(await below(sofie, 'Contracts')).toEqual([])
  expect(await below(sofie, 'Agreements')).toEqual(['Framework agreement.pdf'])
  await expectAccessible(page)
})

test('[J6] [P46] [P47] [C10] [C19] [C20] [C22] [S5] a file that is deleted in Dropbox stays here until it is put back', async ({
  page,
  crm,
}) => {
  const { sofie, widget } = await openSynced(page, crm)
  const path = `${folder}/Offers/Price list.xlsx`
  const before = sha256(await sofie.read(path))
  await widget.getByRole('row', { name: 'Offers' }).click()
  await sofie.remove(path)
  const row = widget.getByRole('row', { name: 'Price list.xlsx' })
  await expect(row.getByRole('img', { name: 'Only in Demo CRM' })).toBeVisible({ timeout: 10_000 })
  await expect(widget.getByText('1 needs attention')).toBeVisible()
  expect(await activityOf(page, crm, 'companies/1001')).toContain('keptAfterRemoteDelete Price list.xlsx')
  await expectAccessible(page)
  await twoMorePasses(page, widget)
  expect(await below(sofie, 'Offers')).toEqual(['Offer 2026.docx'])

  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Put back in Dropbox' }).click()
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  expect(sha256(await sofie.read(path))).toBe(before)
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
})

test('[J6] [P45] [C9] [C112] [S6] a file that is deleted here is gone there; undo brings back both', async ({
  page,
  crm,
}) => {
  const { sofie, widget } = await openSynced(page, crm)
  const path = `${folder}/Offers/Price list.xlsx`
  const before = sha256(await sofie.read(path))
  await widget.getByRole('row', { name: 'Offers' }).click()
  const row = widget.getByRole('row', { name: 'Price list.xlsx' })
  await deleteFile(page, row)
  const note = page.getByText('1 file deleted')
  // A note that somebody points at stays.
  await note.hover()
  await expect.poll(() => below(sofie, 'Offers')).toEqual(['Offer 2026.docx'])
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  expect(sha256(await sofie.read(path))).toBe(before)

  await deleteFile(page, row)
  await expect.poll(() => below(sofie, 'Offers')).toEqual(['Offer 2026.docx'])
  await widget.getByRole('button', { name: 'More about Dropbox' }).click()
  await page.getByRole('menuitem', { name: 'Activity' }).click()
  const dialog = page.getByRole('dialog', { name: 'Activity' })
  await dialog.getByRole('button', { name: 'Undo: Price list.xlsx removed from Dropbox' }).first().click()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Price list.xlsx undone' })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  expect(sha256(await sofie.read(path))).toBe(before)
})

test('[J6] [P49] [C12] [S6] a file that was edited in Dropbox is not deleted there: it comes back, and that is told', async ({
  page,
  crm,
}) => {
  const { sofie, widget } = await openSynced(page, crm)
  const path = `${folder}/Offers/Price list.xlsx`
  await widget.getByRole('row', { name: 'Offers' }).click()
  const row = widget.getByRole('row', { name: 'Price list.xlsx' })
  await widget.getByRole('button', { name: 'More about Dropbox' }).click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await expect(widget.getByText('Paused', { exact: true })).toBeVisible()
  await sofie.write(path, bytes('new prices'))
  await deleteFile(page, row)
  await expect(row).toHaveCount(0)
  await widget.getByRole('button', { name: 'Resume' }).click()
  await expect(row.getByText('10 bytes')).toBeVisible()
  expect(sha256(await sofie.read(path))).toBe(sha256(bytes('new prices')))
  expect(await activityOf(page, crm, 'companies/1001')).toContain('returnedAfterHostDelete Price list.xlsx')

  await widget.getByRole('button', { name: 'More about Dropbox' }).click()
  await page.getByRole('menuitem', { name: 'Activity' }).click()
  const told = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'came back because it was edited' })
  await expect(told).toHaveAttribute('data-tone', 'alert')
})

test('[J6] [P43] [P45] [C112] [S8] what is renamed, moved and deleted here is so in Dropbox, too; the search finds it', async ({
  page,
  crm,
}) => {
  const { sofie, widget } = await openSynced(page, crm)
  const before = sha256(await sofie.read(`${folder}/Offers/Price list.xlsx`))
  await widget.getByRole('row', { name: 'Offers' }).click()
  await expect(widget.getByRole('row', { name: 'Price list.xlsx' })).toBeVisible()
  await widget.getByRole('row', { name: 'Price list.xlsx' }).focus()
  await page.keyboard.press('F2')
  await expect(widget.getByRole('textbox', { name: 'New name of Price list.xlsx' })).toBeFocused()
  await page.keyboard.type('Prices 2027')
  await page.keyboard.press('Enter')
  const row = widget.getByRole('row', { name: 'Prices 2027.xlsx' })
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible({ timeout: 10_000 })
  expect(await below(sofie, 'Offers')).toEqual(['Offer 2026.docx', 'Prices 2027.xlsx'])
  expect(sha256(await sofie.read(`${folder}/Offers/Prices 2027.xlsx`))).toBe(before)

  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move “Prices 2027.xlsx”' })
  await dialog.getByRole('button', { name: 'All files' }).click()
  await dialog.getByRole('button', { name: 'Contracts' }).click()
  await dialog.getByRole('button', { name: 'Move here' }).click()
  await expect(row).toHaveCount(0)
  await expect
    .poll(() => below(sofie, 'Contracts'), { timeout: 10_000 })
    .toEqual(['Framework agreement.pdf', 'Prices 2027.xlsx'])

  await widget.getByRole('navigation').getByRole('button', { name: 'All files' }).click()
  await widget.getByRole('button', { name: 'Search files' }).click()
  await page.keyboard.type('prices')
  await expect(row).toContainText('Contracts')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await widget.getByRole('button', { name: 'Filter by state' }).click()
  await page.getByRole('menuitemradio', { name: 'Synchronised' }).click()
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible({ timeout: 10_000 })
  await widget.getByRole('button', { name: 'End filter: Synchronised' }).click()

  await widget.getByRole('row', { name: 'Contracts' }).focus()
  await page.keyboard.press('Delete')
  const question = page.getByRole('dialog', { name: 'Delete the folder “Contracts”?' })
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  const note = page.getByText('Folder “Contracts” deleted')
  // A note that somebody points at stays.
  await note.hover()
  await expect.poll(() => below(sofie, 'Contracts')).toEqual([])
  await page.locator('.tf-toast', { has: note }).getByRole('button', { name: 'Undo', exact: true }).click()
  await expect
    .poll(() => below(sofie, 'Contracts'), { timeout: 10_000 })
    .toEqual(['Framework agreement.pdf', 'Prices 2027.xlsx'])
  expect(sha256(await sofie.read(`${folder}/Contracts/Prices 2027.xlsx`))).toBe(before)
  await expect(widget.getByRole('row', { name: 'Contracts' })).toBeVisible()
})

async function openSynced(page: Page, crm: RunningExample) {
  return { sofie: crm.dropboxOf('sofie@example.com'), widget: await openSyncedCompany(page, crm) }
}

/** Names of the files in a folder of the record, as Dropbox has them. */
async function below(owner: { files(): Promise<readonly { readonly path: string }[]> }, name: string) {
  const start = `${folder}/${name}/`
  return (await owner.files()).flatMap(({ path }) => (path.startsWith(start) ? [path.slice(start.length)] : [])).sort()
}

/** The button presses for a pass each, which ends when the line no longer waits. */
async function twoMorePasses(page: Page, widget: Locator): Promise<void> {
  for (let pass = 0; pass < 2; pass += 1) {
    const accepted = page.waitForResponse((response) => response.url().endsWith('/sync'))
    await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
    expect((await accepted).status()).toBe(202)
    await expect(widget.getByText(/need(s)? attention$|^Last synchronised/)).toBeVisible()
  }
}

async function deleteFile(page: Page, row: Locator): Promise<void> {
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('This also removes the file from Dropbox.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete' }).click()
}
