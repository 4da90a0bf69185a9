import { AxeBuilder } from '@axe-core/playwright'
import type { RunningEmulator } from '@twinfolder/dropbox-emulator/node'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { chromium } from 'playwright'
import type { Browser, Locator, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import { findChromium } from './chromium.ts'

// The page of the emulator as its command serves it, in a real browser, which takes its time where much else runs.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const email = 'sofie.peeters@example.com'
let browser: Browser
let running: RunningEmulator
let page: Page
let errors: string[] = []

beforeAll(async () => {
  const { executablePath, args } = await findChromium()
  browser = await chromium.launch({ executablePath, args: [...args] })
})
afterAll(() => browser.close())

beforeEach(async () => {
  running = await startEmulator({
    port: 0,
    options: { accounts: [{ email }], apps: [{ key: 'key', secret: 'secret', name: 'Demo CRM' }] },
  })
  running.emulator.tokenFor(email, 'key')
  page = await open({ width: 1280, height: 800 })
})
afterEach(async () => {
  await page.context().close()
  await running.close()
  expect(errors).toEqual([])
})

async function open(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light') {
  errors = []
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' })
  context.setDefaultTimeout(40_000)
  const opened = await context.newPage()
  opened.on('pageerror', (error) => errors.push(error.message))
  opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await opened.goto(`${running.url}/_emulator/`)
  await opened.getByRole('link', { name: 'Apps', exact: true }).first().waitFor()
  return opened
}

const owner = () => running.emulator.accounts.get(email).files
const rowOf = (name: string) => page.getByRole('row', { name })
const button = (name: string | RegExp, within: Page | Locator = page) => within.getByRole('button', { name })
/** Only what is shown. */
const choice = (name: string) => page.getByRole('combobox', { name })
const dialog = () => page.getByRole('dialog')
/** Waits until the page says so: to eyes and to screen readers. */
const said = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const show = (section: string) =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click()

async function violations(): Promise<readonly string[]> {
  const results = await new AxeBuilder({ page }).analyze()
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

test('a file that is chosen before the page knows whose files it shows goes up when it does', async () => {
  let answer = (): void => undefined
  const isAnswered = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/_emulator/api/accounts', async (route) => {
    await isAnswered
    await route.continue()
  })
  await page.goto(`${running.url}/_emulator/`, { waitUntil: 'domcontentloaded' })
  await page
    .getByLabel('Files to upload')
    .setInputFiles([{ name: 'early.txt', mimeType: 'text/plain', buffer: Buffer.from('early') }])
  answer()
  await said('early.txt is uploaded.')
  expect(Object.keys(await owner().tree())).toContain('/early.txt')
})

test('files are uploaded by the button and by dropping, opened and downloaded', async () => {
  await page.getByLabel('Files to upload').setInputFiles([
    { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
    { name: 'b ü.bin', mimeType: '', buffer: Buffer.from([1, 2, 3]) },
  ])
  await said('2 files are uploaded.')
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['dropped'], 'c.txt'))
    document.querySelector('#drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
  })
  await said('c.txt is uploaded.')
  expect(Object.keys(await owner().tree())).toEqual(expect.arrayContaining(['/a.txt', '/b ü.bin', '/c.txt']))
  const [shown] = await Promise.all([
    page.context().waitForEvent('page'),
    rowOf('a.txt').getByRole('link', { name: 'a.txt', exact: true }).click(),
  ])
  expect(await shown.locator('body').textContent()).toBe('hello')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    rowOf('c.txt').getByRole('link', { name: 'Download c.txt' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('c.txt')
})

test('a folder is made, entered and left by the breadcrumb; a file is renamed, moved, deleted and restored', async () => {
  await owner().write('/a.txt', 'hello')
  await button('New folder').click()
  expect(await violations()).toEqual([])
  await dialog().getByLabel('Name').fill('Offers')
  await page.keyboard.press('Enter')
  await said('The folder Offers is made.')
  await button('Rename a.txt').click()
  await dialog().getByLabel('Name').fill('b.txt')
  await button('Rename', dialog()).click()
  await said('a.txt is now b.txt.')
  await button('Move b.txt').click()
  await dialog().getByLabel('To the folder').selectOption('/Offers')
  await button('Move', dialog()).click()
  await said('b.txt is in /Offers now.')
  await page.getByRole('link', { name: 'Offers' }).click()
  await button('Delete b.txt').click()
  await button('Delete', dialog()).click()
  await said('b.txt is deleted.')
  await page.getByLabel('Deleted files').check()
  await button('Restore b.txt').click()
  await said('b.txt is restored.')
  expect(new TextDecoder().decode(await owner().read('/Offers/b.txt'))).toBe('hello')
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Dropbox' }).click()
  await button('Delete Offers').click()
  await button('Delete', dialog()).click()
  await said('Offers is deleted.')
  await button('Restore Offers').click()
  await said('Offers is restored.')
  expect(Object.keys(await owner().tree('/Offers'))).toEqual(['/Offers/b.txt'])
})

test('an old version is restored from the list of versions', async () => {
  await owner().write('/notes.txt', 'first')
  await owner().write('/notes.txt', 'second, longer')
  await button('Versions of notes.txt').click()
  await expect.poll(() => dialog().getByRole('listitem').count()).toBe(2)
  expect(await violations()).toEqual([])
  await button(/^Restore the version/, dialog()).click()
  await said('notes.txt is restored.')
  expect(new TextDecoder().decode(await owner().read('/notes.txt'))).toBe('first')
})

test('everything in Files can be done with the keyboard alone', async () => {
  await owner().write('/a.txt', 'hello')
  await rowOf('a.txt').waitFor()
  await button('New folder').focus()
  await page.keyboard.press('Tab')
  expect(await focusedName()).toBe('Upload')
  const names: string[] = []
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press('Tab')
    names.push(await focusedName())
  }
  const actions = ['Download a.txt', 'Versions of a.txt', 'Rename a.txt', 'Move a.txt', 'Delete a.txt']
  // Rows before it: the folder of the apps.
  expect([...names, ...(await tabOn(6))].join('\n')).toContain(['a.txt', ...actions].join('\n'))
  await button('Rename a.txt').focus()
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => getSelection()?.toString() ?? '')).toBe('a')
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'hidden' })
  expect(await focusedName()).toBe('Rename a.txt')
  // A refresh meanwhile leaves the focus where it is.
  await page.waitForTimeout(2500)
  expect(await focusedName()).toBe('Rename a.txt')
})

test('an app is disconnected, and quota and plan are changed', async () => {
  await show('Apps')
  await button('Disconnect Demo CRM').click()
  await button('Disconnect', dialog()).click()
  await said('Demo CRM is disconnected.')
  expect(running.emulator.accounts.get(email).connectedApps()).toEqual([])
  await show('Controls')
  await choice('Plan').selectOption('professional')
  await button('Save').click()
  await said('Plan and quota are saved.')
  await choice('Plan').focus()
  await expect.poll(() => page.getByLabel('Quota in MB').inputValue()).toBe(String(3 * 1024 * 1024))
  const plan = running.emulator.accounts.get(email)
  await page.getByLabel('Quota in MB').selectText()
  plan.setQuota(7 * 1024 * 1024)
  // A refresh meanwhile leaves what was selected.
  await page.waitForTimeout(2500)
  await page.keyboard.type('10')
  await button('Save').click()
  await expect.poll(() => running.emulator.accounts.get(email).quotaBytes).toBe(10 * 1024 * 1024)
  expect(running.emulator.accounts.get(email).plan).toBe('professional')
})

test('a plan that is saved before the page knows the quota brings its own', async () => {
  let answer = (): void => undefined
  const isAnswered = new Promise<void>((resolve) => (answer = resolve))
  const ofAccount = `**/_emulator/api/accounts/${encodeURIComponent(email)}`
  await page.route(ofAccount, async (route) => {
    if (route.request().method() === 'GET') await isAnswered
    await route.continue()
  })
  const isAsked = page.waitForRequest(ofAccount)
  await show('Controls')
  await isAsked
  expect(await page.getByLabel('Quota in MB').inputValue()).toBe('')
  await choice('Plan').selectOption('professional')
  await button('Save').click()
  await said('Plan and quota are saved.')
  expect(running.emulator.accounts.get(email)).toMatchObject({ plan: 'professional', quotaBytes: 3 * 1024 ** 4 })
  answer()
  await expect.poll(() => page.getByLabel('Quota in MB').inputValue()).toBe(String(3 * 1024 * 1024))
})

test('faults are switched on and off, switches are changed, the clock is moved', async () => {
  await show('Controls')
  await page.getByLabel('What goes wrong').selectOption('503')
  await choice('Route').fill('files/upload')
  await page.getByLabel('Argument contains').fill('quote')
  await page.getByLabel('Only for the account').check()
  await button('Switch on').click()
  await said('The fault is switched on.')
  expect(running.emulator.faults.list()).toMatchObject([
    { fault: { type: 'status', status: 503, route: 'files/upload', containing: 'quote', account: email, count: 1 } },
  ])
  await button(`Switch off: 503 on files/upload, with “quote”, for ${email}, 1 left`).click()
  await expect.poll(() => running.emulator.faults.list()).toEqual([])
  await page.getByLabel('Deleted app folder').selectOption('notFound')
  await said('Deleted app folder: Not found.')
  expect(running.emulator.switches.deletedAppFolder).toBe('notFound')
  await page.getByText('Usually empty').waitFor()
  await page.getByLabel('Page size').fill('7')
  await page.keyboard.press('Tab')
  await expect.poll(() => running.emulator.switches.pageSize).toBe(7)
  await button('+4 hours').click()
  await expect.poll(() => running.emulator.clock.offsetMs).toBe(4 * 60 * 60 * 1000)
})

test('requests come by themselves with their arguments, and are filtered', async () => {
  await show('Requests')
  const { accessToken } = running.emulator.tokenFor(email, 'key')
  const call = (route: string, arg: object) =>
    fetch(`${running.url}/api.dropboxapi.com/2/${route}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(arg),
    })
  await call('files/list_folder', { path: '' })
  await call('files/get_metadata', { path: '/nothing' })
  await page.getByText('2 of 2 requests').waitFor()
  await choice('Outcome').selectOption('failed')
  await page.getByText('1 of 2 requests').waitFor()
  await page.locator('summary', { hasText: 'files/get_metadata' }).click()
  await page.getByText('POST https://api.dropboxapi.com/2/files/get_metadata').waitFor()
  await choice('Outcome').selectOption('')
  await choice('Route').selectOption('files/list_folder')
  await page.getByText('1 of 2 requests').waitFor()
  await choice('Route').selectOption('')
  await page.getByLabel('Text').fill('/nothing')
  await page.getByText('1 of 2 requests').waitFor()
  await button('Pause').click()
  await call('files/list_folder', { path: '' })
  await page.waitForTimeout(2500)
  expect(await page.getByText('1 of 2 requests').count()).toBe(1)
  expect(await page.content()).not.toContain(accessToken)
  await button('Clear').click()
  await page.getByText('0 of 0 requests').waitFor()
})

test.each([
  [1280, 'light'],
  [320, 'dark'],
] as const)('at %i pixels, %s, nothing is cut off and axe finds nothing', async (width, scheme) => {
  await owner().write('/A file with a rather long name that does not fit.docx', 'x')
  await owner().write('/gone.txt', 'x')
  await owner().delete('/gone.txt')
  running.emulator.faults.add({ type: 'delay', ms: 1 })
  await fetch(`${running.url}/api.dropboxapi.com/2/files/list_folder`, { method: 'POST' })
  await page.context().close()
  page = await open({ width, height: 700 }, scheme)
  await page.getByLabel('Deleted files').check()
  await button('Restore gone.txt').waitFor()
  for (const section of ['Files', 'Apps', 'Requests', 'Controls']) {
    await show(section)
    await page.waitForTimeout(300)
    // Colours differ by scheme, and the narrow layout by these two.
    if (width > 320 || ['Files', 'Controls'].includes(section)) expect(await violations(), section).toEqual([])
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(tooWide, section).toBeLessThanOrEqual(0)
  }
})

async function tabOn(steps: number): Promise<readonly string[]> {
  const names: string[] = []
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab')
    names.push(await focusedName())
  }
  return names
}

function focusedName(): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '',
  )
}
