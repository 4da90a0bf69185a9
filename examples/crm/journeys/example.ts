import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { AxeBuilder } from '@axe-core/playwright'
import { type Download, type Locator, type Page, expect, test as base } from '@playwright/test'

import { type DropboxOwner, dropboxOwner } from './dropbox-owner.ts'
import { freshDataFolder } from './fresh-data-folder.ts'
import { startExampleProcess, stopExampleProcess } from './example-process.ts'

/** A running example of its own, as `npm start` runs it, on free ports and an empty data folder. */
export interface RunningExample {
  readonly url: string
  readonly dropboxUrl: string
  /** Acts as the owner of an account in the emulator, through its own API. */
  dropboxOf(email: string): DropboxOwner
}

interface Fixtures {
  readonly crm: RunningExample
  /** Requests that a test means to be refused: the browser itself tells of each in its console. */
  readonly refused: RegExp | null
}

/** `test` with a running example per test, which is also checked for console errors at the end. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures out of the pattern
  crm: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'twinfolder-journey-'))
    cpSync(freshDataFolder, dataDir, { recursive: true })
    const { child, url, dropboxUrl } = await startExampleProcess(dataDir)
    await use({ url, dropboxUrl, dropboxOf: (email) => dropboxOwner(dropboxUrl, email) })
    await stopExampleProcess(child)
    rmSync(dataDir, { recursive: true, force: true })
  },
  refused: [null, { option: true }],
  page: async ({ page, refused, crm }, use) => {
    // The example is asked for, so that it outlives the page.
    const errors: string[] = crm ? [] : ['no example']
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      const { url } = message.location()
      if (message.type() === 'error' && !refused?.test(url)) errors.push(`${message.text()} ${url}`)
    })
    await use(page)
    await page.close()
    expect(errors, 'the page logged no error').toEqual([])
  },
})

export { expect }

/** Signs in as one of the example's people. */
export async function logIn(page: Page, crm: RunningExample, firstName: string): Promise<void> {
  await page.goto(crm.url)
  await page.getByRole('button', { name: `Log in as ${firstName}` }).click()
  await expect(page.getByRole('button', { name: /^Profile/ })).toBeVisible()
}

/** Links the signed-in person's Dropbox through the marketplace, with the consent page in a popup. */
export async function linkDropbox(page: Page, crm: RunningExample, email: string): Promise<void> {
  await page.goto(`${crm.url}/marketplace`)
  const popup = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Connect Dropbox' }).first().click()
  await consent(await popup, email)
  await expect(page.getByText(`Connected as ${email}`)).toBeVisible()
}

/** Links Sofie's Dropbox, opens the company with files in two folders, and sends them. @returns its widget, at rest */
export async function openSyncedCompany(page: Page, crm: RunningExample): Promise<Locator> {
  await logIn(page, crm, 'Sofie')
  await linkDropbox(page, crm, 'sofie@example.com')
  await page.goto(`${crm.url}/companies/1001`)
  const widget = page.getByRole('region', { name: 'Files' })
  await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  return widget
}

/** Chooses an account on the emulator's consent page and allows. */
export async function consent(popup: Page, email: string): Promise<void> {
  await popup.getByRole('radio', { name: new RegExp(email.replace('.', '\\.')) }).check()
  await popup.getByRole('button', { name: 'Allow' }).click()
}

/** What happened on a record (`companies/1001`) or on the link (`connection`), as `code subject`, newest first. */
export async function activityOf(page: Page, crm: RunningExample, of: string): Promise<readonly string[]> {
  return (await activityRowsOf(page, crm, of)).map(({ code, subject }) => `${code} ${subject}`)
}

/** One row of activity, as far as journeys look at it. */
export interface ActivityRow {
  readonly code: string
  readonly subject: string
  readonly details: Readonly<Record<string, string>>
}

/** As {@link activityOf}, with everything that a row says. */
export async function activityRowsOf(page: Page, crm: RunningExample, of: string): Promise<readonly ActivityRow[]> {
  const path = of === 'connection' ? 'connection/activity' : `records/${of}/activity`
  const response = await page.request.get(`${crm.url}/twinfolder/${path}`, { headers: { 'twinfolder-protocol': '1' } })
  expect(response.ok(), `${path} answers`).toBe(true)
  const body: { rows: readonly ActivityRow[] } = await response.json()
  return body.rows
}

/** Gives a document new contents on its record's page, as a user of the CRM. */
export async function saveVersion(page: Page, document: string, contents: Uint8Array): Promise<void> {
  const form = page.getByRole('region', { name: 'New version of a document' })
  await form.getByRole('combobox', { name: 'Document' }).selectOption({ label: document })
  const name = document.split(' / ').at(-1) ?? document
  const mimeType = 'application/octet-stream'
  await form.getByLabel('New contents').setInputFiles({ name, mimeType, buffer: Buffer.from(contents) })
  await form.getByRole('button', { name: 'Save version' }).click()
  await expect(form.getByText('Saved.')).toBeVisible()
}

/** Fails on any violation that axe finds. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** The bytes that the browser downloaded. */
export async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(readFileSync(await download.path()))
}

/** SHA-256 of some bytes, computed here and not by our code. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
