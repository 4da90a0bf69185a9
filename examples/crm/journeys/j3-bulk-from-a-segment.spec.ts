import { expect, expectAccessible, linkDropbox, logIn, test } from './example.ts'

test('[J3] [P28] [P30] a segment of forty companies is synchronised from its Actions menu, by keyboard', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await logIn(page, crm, 'Sofie')
  await linkDropbox(page, crm, 'sofie@example.com')
  await page.goto(`${crm.url}/companies`)
  await page.getByRole('combobox', { name: 'Country' }).selectOption('Belgium')
  await page.getByRole('button', { name: 'Create segment' }).click()
  await page.getByRole('textbox', { name: 'Name of the segment' }).fill('Country is Belgium')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('40 records')).toBeVisible()

  await page.getByRole('button', { name: 'Actions' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Synchronise with Dropbox' })).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Synchronise 40 companies?')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Start' }).press('Enter')

  await expect(page.getByRole('progressbar').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Projects' }).click()
  await page.goto(`${crm.url}/companies`)
  await expect(page.getByText('40 synchronised').first()).toBeVisible({ timeout: 45_000 })

  const files = (await sofie.files()).map(({ path }) => path)
  expect(files.filter((path) => path.endsWith('/Orders/Order confirmation.pdf')).length).toBe(40)
  await expectAccessible(page)
})
