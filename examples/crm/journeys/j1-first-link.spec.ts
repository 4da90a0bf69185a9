import { activityOf, consent, expect, expectAccessible, logIn, test } from './example.ts'

test('[J1] [P6] [P8] [P9] [P10] [P11] a user links their own Dropbox from the marketplace', async ({ page, crm }) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  await sofie.write('/Private/diary.txt', new TextEncoder().encode('mine'))
  const before = await sofie.files()
  const received: Promise<string>[] = []
  page.on('response', (response) => {
    // The stream of events has no end, and holds hints alone.
    const isRead = response.url().startsWith(crm.url) && !response.url().endsWith('/events')
    if (isRead) received.push(response.text().catch(() => ''))
  })

  await logIn(page, crm, 'Sofie')
  await page.getByRole('button', { name: /^Profile/ }).click()
  await page.getByRole('menuitem', { name: 'Integrations / Marketplace' }).click()
  await page.getByRole('searchbox', { name: 'Search integrations' }).fill('dropbox')
  await expect(
    page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading') }),
  ).toHaveCount(1)
  await expectAccessible(page)

  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Connect Dropbox' }).first().click()
  const dialog = await popup
  await expect(dialog.getByText(/Apps\/Demo CRM/).first()).toBeVisible()
  await expectAccessible(dialog)
  await consent(dialog, 'sofie@example.com')

  await expect(page.getByText('Connected as sofie@example.com')).toBeVisible()
  await expectAccessible(page)
  expect(await sofie.folders()).toContain('/Apps/Demo CRM')
  expect(await sofie.files(), 'nothing else was touched').toEqual(before)
  expect((await activityOf(page, crm, 'connection')).map((line) => line.split(' ')[0])).toEqual(['linked'])

  await test.step('[X11] the browser got no token and no code to ask for one, and keeps none', async () => {
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
    )
    const all = [kept, await page.content(), ...(await Promise.all(received))].join('\n')
    expect(all).toContain('sofie@example.com')
    expect(all).not.toMatch(/sl\.u\.|refresh_token|access_token|code_verifier|oauth2\/token/)
  })

  await page.getByRole('button', { name: /^Profile/ }).click()
  await page.getByRole('menuitem', { name: 'Switch user' }).click()
  await page.getByRole('button', { name: 'Log in as Jonas' }).click()
  await expect(page.getByRole('button', { name: 'Profile: Jonas Weber' })).toBeVisible()
  await page.goto(`${crm.url}/marketplace`)
  await expect(page.getByText('Dropbox is not connected')).toBeVisible()
})

test.describe('what a person or a policy refuses', () => {
  test.use({ refused: /\/connection\/complete$/ })

  test('[J1] [P14] [X8] a user who declines stays calmly unconnected and can try again', async ({ page, crm }) => {
    await logIn(page, crm, 'Sofie')
    await page.goto(`${crm.url}/marketplace`)
    const popup = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Connect Dropbox' }).first().click()
    await (await popup).getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Dropbox is not connected')).toBeVisible()

    const again = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Connect Dropbox' }).first().click()
    await consent(await again, 'sofie@example.com')
    await expect(page.getByText('Connected as sofie@example.com')).toBeVisible()
  })

  test('[J1] [P4] a Professional account is refused with a reason, and nothing is linked', async ({ page, crm }) => {
    await logIn(page, crm, 'Maja')
    await page.goto(`${crm.url}/marketplace`)
    const popup = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Connect Dropbox' }).first().click()
    await consent(await popup, 'maja@example.com')
    await expect(page.getByText("Dropbox Professional accounts can't be connected.").first()).toBeVisible()
    await expect(page.getByText('Connected as')).toHaveCount(0)
  })
})
