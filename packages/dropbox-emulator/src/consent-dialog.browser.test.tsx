import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'

import { consentDialog } from './consent-dialog.ts'
import { createDropboxEmulator } from './emulator.ts'

const sofie = 'sofie@example.com'
const jonas = 'jonas@example.com'
const url =
  'https://www.dropbox.com/oauth2/authorize?client_id=key&response_type=code&redirect_uri=http://localhost/cb&state=s'

function emulatorWithPeople() {
  return createDropboxEmulator({
    accounts: [{ email: sofie }, { email: jonas }],
    apps: [{ key: 'key', secret: 'secret', name: 'Demo CRM' }],
  })
}

test('the dialog asks which account, and Allow leads back with a code', async () => {
  const emulator = emulatorWithPeople()
  const answer = consentDialog(emulator, url)
  await expect.element(page.getByRole('dialog', { name: 'Connect Demo CRM to Dropbox' })).toBeVisible()
  await page.getByRole('radio', { name: /jonas@example.com/ }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
  const back = new URL(await answer)
  expect(back.searchParams.get('code')).toBeTruthy()
  expect(back.searchParams.get('state')).toBe('s')
  expect(emulator.accounts.get(jonas).connectedApps()).toHaveLength(1)
  expect(emulator.accounts.get(sofie).connectedApps()).toHaveLength(0)
  expect(document.querySelector('dialog')).toBeNull()
  expect(document.adoptedStyleSheets).toHaveLength(0)
})

test('Cancel and Escape lead back with access_denied', async () => {
  for (const leave of [
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => userEvent.keyboard('{Escape}'),
  ]) {
    const answer = consentDialog(emulatorWithPeople(), url)
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await leave()
    expect(new URL(await answer).searchParams.get('error')).toBe('access_denied')
  }
})

test('a wrong request is shown until it is closed', async () => {
  const answer = consentDialog(emulatorWithPeople(), url.replace('client_id=key', 'client_id=nobody'))
  const rejected = expect(answer).rejects.toThrow('client_id')
  await page.getByRole('button', { name: 'Close' }).click()
  await rejected
})
