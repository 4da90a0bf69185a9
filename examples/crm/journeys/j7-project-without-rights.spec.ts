import { activityOf, expect, expectAccessible, linkDropbox, logIn, test } from './example.ts'

test('[J7] [P38] [P39] [P40] who may not edit a project sends its files to Dropbox only, and knows why', async ({
  page,
  crm,
}) => {
  const jonas = crm.dropboxOf('jonas@example.com')
  await logIn(page, crm, 'Jonas')
  await linkDropbox(page, crm, 'jonas@example.com')
  await page.goto(`${crm.url}/projects/3001`)

  const widget = page.getByRole('region', { name: 'Files' })
  await expect(
    widget.getByText('You may not edit this project. Changes from Dropbox will not come back.'),
  ).toBeVisible()
  await expect(widget.getByText('Edit rights on this project')).toBeVisible()
  await expect(widget.getByText('Admin access to all projects')).toBeVisible()
  await expectAccessible(page)

  await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
  await expect(widget.getByText('To Dropbox only').first()).toBeVisible()
  const folder = '/Apps/Demo CRM/Projects/Riverside (PRJ-1)'
  await expect
    .poll(async () => (await jonas.files()).map(({ path }) => path).sort())
    .toEqual([`${folder}/Building permit.pdf`, `${folder}/Plans/Site plan.png`])
  expect(await activityOf(page, crm, 'projects/3001')).toContain('uploaded Building permit.pdf')

  await test.step('the explanation of the record has the missing rights, too', async () => {
    await widget.getByRole('button', { name: 'More about Dropbox' }).click()
    await page.getByRole('menuitem', { name: 'Explain why' }).click()
    const rights = page.getByRole('dialog').getByRole('list', { name: 'What is missing' })
    await expect(rights.getByRole('listitem')).toHaveCount(2)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  })

  await test.step('[X45] a picture and a PDF are opened over the page, one after the other', async () => {
    await widget.getByRole('row', { name: 'Plans' }).click()
    await expect(widget.getByRole('row', { name: 'Site plan.png' }).locator('canvas:visible')).toBeVisible()
    await page.keyboard.press('Enter')
    const picture = page.getByRole('dialog', { name: 'Site plan.png' }).getByRole('img', { name: 'Site plan.png' })
    await expect.poll(async () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1000)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(widget.getByRole('row', { name: 'Site plan.png' })).toBeFocused()
    await page.keyboard.press('Backspace')
    await widget.getByText('Building permit.pdf').click()
    await expect(page.getByRole('dialog', { name: 'Building permit.pdf' })).toBeVisible()
    await page.keyboard.press('Escape')
  })
})
