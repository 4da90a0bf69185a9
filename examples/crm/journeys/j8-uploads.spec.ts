import { randomFillSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { bytesOf, expect, logIn, sha256, test } from './example.ts'

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
  await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(8 * MIB)
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
