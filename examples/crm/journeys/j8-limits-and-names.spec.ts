import { randomFillSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { bytesOf, expect, expectAccessible, logIn, openSyncedCompany, sha256, test } from './example.ts'

const MIB = 1024 * 1024
const limit = 50 * MIB

/** Files on disk, as a person has them. */
function files() {
  const folder = mkdtempSync(join(tmpdir(), 'twinfolder-uploads-'))
  return {
    make(name: string, bytes: number): string {
      const path = join(folder, name)
      writeFileSync(path, randomFillSync(Buffer.alloc(bytes)))
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

test('[J8] [P56] [P57] exactly 50 MiB arrives, one byte more is refused before it is sent', async ({ page, crm }) => {
  const disk = files()
  const sent: string[] = []
  page.on('request', (request) => {
    if (/\/(uploads|files)(\/|\?|$)/.test(request.url()) && request.method() !== 'GET') {
      sent.push(`${request.method()} ${decodeURIComponent(request.url())}`)
    }
  })
  await logIn(page, crm, 'Sofie')
  await page.goto(`${crm.url}/companies/1002`)
  const widget = page.getByRole('region', { name: 'Files' })
  const input = widget.getByLabel('Upload files').first()
  await input.setInputFiles(disk.make('too large.bin', limit + 1))
  await expect(widget.getByRole('alert')).toContainText('too large.bin is larger than 50 MB.')
  expect(sent).toEqual([])
  const exact = disk.make('exactly.bin', limit)
  await input.setInputFiles(exact)
  const row = widget.getByRole('row', { name: 'exactly.bin' })
  await expect(row).toBeVisible({ timeout: 120_000 })
  const download = page.waitForEvent('download')
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  expect(sha256(await bytesOf(await download))).toBe(sha256(readFileSync(exact)))
  disk.remove()
})

test('[J8] [P56] an upload of 30 MB goes on after a reload in the middle and arrives once', async ({ page, crm }) => {
  const disk = files()
  let parts = 0
  await page.route(/\/uploads\//, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    parts += 1
    await new Promise((later) => setTimeout(later, 150))
    return route.continue()
  })
  await logIn(page, crm, 'Sofie')
  await page.goto(`${crm.url}/companies/1002`)
  const widget = page.getByRole('region', { name: 'Files' })
  const path = disk.make('survey.bin', 30 * MIB)
  await widget.getByLabel('Upload files').first().setInputFiles(path)
  const progress = widget.getByRole('progressbar', { name: 'Uploading survey.bin' })
  const sent = async (): Promise<number> => Number(await progress.getAttribute('value', { timeout: 10_000 }))
  await expect.poll(sent).toBeGreaterThan(8 * MIB)
  await page.reload()
  // It goes on by itself, from where it was.
  await expect.poll(sent, { timeout: 15_000 }).toBeGreaterThanOrEqual(8 * MIB)
  const row = widget.getByRole('row', { name: 'survey.bin' })
  await expect(row).toBeVisible({ timeout: 120_000 })
  await expect(progress).toBeHidden()
  await expect(widget.getByRole('row', { name: /^survey/ })).toHaveCount(1)
  expect(parts, 'the parts that had arrived are not sent again').toBeLessThanOrEqual(17)
  const download = page.waitForEvent('download')
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  expect(sha256(await bytesOf(await download))).toBe(sha256(readFileSync(path)))
  disk.remove()
})

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'

test('[J8] [P57] [P58] [C65] what is too large in Dropbox is told, and stops nothing beside it', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const widget = await openSyncedCompany(page, crm)
  await sofie.write(`${folder}/film.bin`, new Uint8Array(limit + 1))
  await sofie.write(`${folder}/beside.txt`, new TextEncoder().encode('small'))
  const beside = widget.getByRole('row', { name: 'beside.txt' })
  await expect(beside.getByRole('img', { name: 'Synchronised' })).toBeVisible({ timeout: 30_000 })
  const row = widget.getByRole('row', { name: 'film.bin' })
  await expect(row).toContainText('Larger than 50 MB', { timeout: 30_000 })
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Open in Dropbox' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(widget.getByText('1 needs attention')).toBeVisible()
  await expectAccessible(page)
})

const long = `${'n'.repeat(251)}.txt`

/** Names in the CRM, and what Dropbox calls them. */
const names: Readonly<Record<string, string>> = {
  'a:b?.txt': 'a-b-.txt',
  'no extension': 'no extension',
  '.dotfile': '.dotfile',
  '😀 party.txt': '😀 party.txt',
  'CON.txt': '-CON.txt',
  'Thumbs.db': '-Thumbs.db',
  'dot at the end.': 'dot at the end-',
  'space at the end ': 'space at the end',
  'E\u0301te\u0301.txt': '\u00c9t\u00e9.txt',
  'Case.txt': 'Case.txt',
  'case.txt': 'case (2).txt',
  [long]: long,
}

test('[J8] [P58] [S12] odd names, and a file without a byte, have a place on both sides and come back under their own', async ({
  page,
  crm,
}) => {
  const sofie = crm.dropboxOf('sofie@example.com')
  const widget = await openSyncedCompany(page, crm)
  const input = widget.getByLabel('Upload files').first()
  const send = (name: string, contents: string) =>
    input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(contents) })
  const rowOf = (name: string) => widget.getByRole('row', { name, exact: true })
  for (const name of Object.keys(names)) {
    await send(name, `from ${name}`)
    await expect(rowOf(name).getByRole('img', { name: 'Synchronised' })).toBeVisible({ timeout: 20_000 })
  }
  await send('empty.txt', '')
  await expect(rowOf('empty.txt').getByRole('img', { name: 'Synchronised' })).toBeVisible({ timeout: 20_000 })
  const there = (await sofie.files()).flatMap(({ path }) => path.split(`${folder}/`)[1] ?? [])
  expect(there.filter((path) => !path.includes('/')).sort()).toEqual([...Object.values(names), 'empty.txt'].sort())
  expect(await sofie.read(`${folder}/empty.txt`)).toHaveLength(0)

  await sofie.write(`${folder}/a-b-.txt`, new TextEncoder().encode('edited in Dropbox'))
  await expect(rowOf('a:b?.txt')).toContainText('17 bytes', { timeout: 20_000 })
  await expect(widget.getByRole('row', { name: 'a-b-.txt' })).toHaveCount(0)
  const download = page.waitForEvent('download')
  await rowOf('a:b?.txt')
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  expect(new TextDecoder().decode(await bytesOf(await download))).toBe('edited in Dropbox')
  await expectAccessible(page)
})
