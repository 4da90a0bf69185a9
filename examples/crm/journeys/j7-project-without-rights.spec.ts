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
})
