import type { Locator, Page } from '@playwright/test'

import {
  type RunningExample,
  activityRowsOf,
  bytesOf,
  expect,
  expectAccessible,
  linkDropbox,
  logIn,
  saveVersion,
  sha256,
  test,
} from './example.ts'

const folder = '/Apps/Demo CRM/Companies/Acme GmbH (1001)'
const name = 'Offer 2026.docx'
const path = `${folder}/Offers/${name}`
const text = (content: string) => new TextEncoder().encode(content)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test('[J5] [P42] [C5] [C6] [S3] an edit on either side is a new version on the other', async ({ page, crm }) => {
  const { sofie, widget, row } = await openOffers(page, crm)

  await test.step('an edit in Dropbox is a new version here', async () => {
    await sofie.write(path, text('edited in Dropbox, on the way to the customer'))
    await expect(row.getByText('45 bytes')).toBeVisible({ timeout: 10_000 })
    await expect(row.getByText('just now')).toBeVisible()
    await expect(row.getByText(/via Dropbox/)).toBeAttached()
    expect(sha256(await download(page, row, 'Download'))).toBe(
      sha256(text('edited in Dropbox, on the way to the customer')),
    )
  })

  await test.step('an edit in the CRM is a new revision there, under the same path', async () => {
    const before = await sofie.revision(path)
    await saveVersion(page, `Offers / ${name}`, text('edited in the CRM'))
    await expect.poll(async () => decode(await sofie.read(path))).toBe('edited in the CRM')
    expect(await sofie.revision(path)).not.toBe(before)
    await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
    expect((await sofie.files()).length).toBe(3)
  })

  await test.step('the details have every version, and one of them is made current again, on both sides', async () => {
    await row.focus()
    await page.keyboard.press('Alt+Enter')
    const details = page.getByRole('dialog', { name })
    const versions = details.getByRole('list', { name: 'Versions' }).getByRole('listitem')
    await expect(versions).toHaveCount(3)
    await expect(details.getByText(`/Companies/Acme GmbH (1001)/Offers/${name}`)).toBeVisible()
    await expect(details.getByRole('list', { name: 'In the Dropbox of' })).toHaveText('Sofie (you)')
    await expect(details.getByText(/have the same fingerprint/)).toBeVisible()
    await expect(details.getByText(/updated from Dropbox/)).toBeVisible()
    await expectAccessible(page)
    await versions
      .nth(1)
      .getByRole('button', { name: /^Make current: / })
      .click()
    await expect
      .poll(async () => decode(await sofie.read(path)), { timeout: 10_000 })
      .toBe('edited in Dropbox, on the way to the customer')
    await expect(versions).toHaveCount(4)
    await page.keyboard.press('Escape')
    await expect(row).toBeFocused()
  })

  await test.step('the state is explained, and says when Dropbox was last asked', async () => {
    await expect(widget.getByText('Up to date')).toBeVisible()
    await expect(widget.getByText(/^checked /)).toBeVisible()
    await row.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Explain why' }).click()
    await expect(page.getByRole('dialog', { name: 'Synchronised' }).getByText('Dropbox last checked')).toBeVisible()
    await page.keyboard.press('Escape')
  })
})

test('[J5] [P51] [C8] [S4] edits on both sides are both kept, compared and decided', async ({ page, crm }) => {
  const { sofie, widget, row } = await openOffers(page, crm)
  const ours = text('the version of the CRM')
  const theirs = text('the version of Dropbox, which is longer')
  await test.step('edits on both sides while delivery is paused are both kept, on both sides', async () => {
    await chooseFromMenu(page, widget, 'Pause')
    await expect(widget.getByText('Paused', { exact: true })).toBeVisible()
    await sofie.write(path, theirs)
    await saveVersion(page, `Offers / ${name}`, ours)
    await widget.getByRole('button', { name: 'Resume' }).click()

    await expect(widget.getByText('1 file has two versions')).toBeVisible()
    await expect(row.getByRole('img', { name: 'Two versions' })).toBeVisible()
    await expect(widget.getByText('1 needs attention')).toBeVisible()
    await expect(widget.getByText(/^Last synchronised/)).toHaveCount(0)
    const copy = widget.getByRole('row', { name: /^Offer 2026 \(Dropbox, Sofie, .+\)\.docx$/ })
    await expect(copy).toBeVisible()
    expect(sha256(await download(page, row, 'Download'))).toBe(sha256(ours))
    expect(sha256(await download(page, copy, 'Download'))).toBe(sha256(theirs))
    await expect
      .poll(async () => Promise.all((await offers(sofie)).map(async (one) => sha256(await sofie.read(one)))), {
        timeout: 10_000,
      })
      .toEqual(expect.arrayContaining([sha256(ours), sha256(theirs)]))
    await expectAccessible(page)
  })

  await test.step('one of them is chosen, and the log has both hashes', async () => {
    await widget.getByRole('button', { name: 'Compare…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Two versions' })
    const fromDropbox = dialog.getByRole('group', { name: 'The version from Dropbox' })
    await expect(dialog.getByRole('group', { name: 'The version in Demo CRM' })).toContainText('22 bytes')
    await expect(fromDropbox).toContainText('39 bytes')
    await expectAccessible(page)
    await fromDropbox.getByRole('button', { name: 'Keep this one' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
    await expect(row.getByText('39 bytes')).toBeVisible()
    await expect.poll(async () => await offers(sofie)).toEqual([path])
    await expect.poll(async () => sha256(await sofie.read(path))).toBe(sha256(theirs))
    const resolved = (await activityRowsOf(page, crm, 'companies/1001')).find(({ code }) => code === 'conflictResolved')
    expect(resolved?.subject).toBe(name)
    expect(resolved?.details).toMatchObject({
      keep: 'remote',
      contentHash: contentHash(ours),
      copyHash: contentHash(theirs),
    })
    const codes = (await activityRowsOf(page, crm, 'companies/1001')).map(({ code }) => code)
    expect(codes).toContain('conflictCopyStored')
  })
})

test('[J5] [P51] [S4] both versions can be kept as two files', async ({ page, crm }) => {
  const { sofie, widget } = await openOffers(page, crm)
  await chooseFromMenu(page, widget, 'Pause')
  await expect(widget.getByText('Paused', { exact: true })).toBeVisible()
  await sofie.write(path, text('in Dropbox'))
  await saveVersion(page, `Offers / ${name}`, text('in the CRM'))
  await widget.getByRole('button', { name: 'Resume' }).click()
  await widget.getByRole('button', { name: 'Compare…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep both' }).click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  await expect(widget.getByRole('row', { name: /^Offer 2026/ })).toHaveCount(2)
  await expect
    .poll(async () => Promise.all((await offers(sofie)).map(async (one) => decode(await sofie.read(one)))))
    .toEqual(expect.arrayContaining(['in Dropbox', 'in the CRM']))
})

async function openOffers(page: Page, crm: RunningExample) {
  await logIn(page, crm, 'Sofie')
  await linkDropbox(page, crm, 'sofie@example.com')
  await page.goto(`${crm.url}/companies/1001`)
  const widget = page.getByRole('region', { name: 'Files' })
  await widget.getByRole('button', { name: 'Synchronise with Dropbox' }).click()
  await expect(widget.getByText(/^Last synchronised/)).toBeVisible()
  await widget.getByRole('row', { name: 'Offers' }).click()
  const row = widget.getByRole('row', { name, exact: true })
  await expect(row.getByRole('img', { name: 'Synchronised' })).toBeVisible()
  return { sofie: crm.dropboxOf('sofie@example.com'), widget, row }
}

/** Paths in Dropbox of the offer and its copies. */
async function offers(owner: { files(): Promise<readonly { readonly path: string }[]> }): Promise<readonly string[]> {
  return (await owner.files()).flatMap((file) => (file.path.includes('/Offer 2026') ? [file.path] : []))
}

async function chooseFromMenu(page: Page, widget: Locator, entry: string): Promise<void> {
  await widget.getByRole('button', { name: 'More about Dropbox' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function download(page: Page, row: Locator, entry: string): Promise<Uint8Array> {
  const download = page.waitForEvent('download')
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  return bytesOf(await download)
}

/** Dropbox's content hash of less than 4 MB, computed here and not by our code. */
function contentHash(bytes: Uint8Array): string {
  return sha256(Buffer.from(sha256(bytes), 'hex'))
}
