import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { execPath } from 'node:process'

import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'

test('[J10] [P62] a page that a server rendered, under a strict policy: no violation, no warning, no second request', async ({
  page,
}) => {
  const { url, child } = await startExample()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        // oxlint-disable-next-line no-console -- how a page tells the test
        console.error(`Violation of ${violatedDirective}: ${blockedURI} at ${sourceFile}:${lineNumber}`)
      },
    )
  })
  try {
    // As a server writes it, before any script: the names are there, and the dates are absolute.
    const html = await (await page.request.get(url)).text()
    expect(html).toContain('Offer &lt;2026&gt;.txt')
    expect(html).not.toMatch(/ style="/)

    await page.goto(url)
    await expect(page.getByRole('row', { name: 'Notes.txt' })).toBeVisible()
    await expect(page.getByText('Now', { exact: false }).or(page.getByText('now')).first()).toBeVisible()
    // Fresh from the server: the browser asks for neither files nor record again, and opens one stream.
    await page.waitForTimeout(500)
    expect(requests.filter((request) => /\/files$|\/records\/companies\/1001$/.test(request))).toEqual([])
    expect(requests.filter((request) => request.endsWith('/events'))).toHaveLength(1)

    // Everything that places, measures, is loaded late or makes an address: menu, dialog, preview, upload, deleting, undo.
    await page.getByRole('button', { name: 'Actions for Notes.txt' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('menuitem', { name: 'New folder' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Contracts')
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('row', { name: 'Contracts' })).toBeVisible()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'signed.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('signed'),
      })
    await expect(page.getByRole('row', { name: 'signed.txt' })).toBeVisible()
    await page.getByRole('button', { name: 'Actions for signed.txt' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(page.getByRole('row', { name: 'signed.txt' })).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('row', { name: 'signed.txt' })).toBeVisible()

    await test.step('[X43] markup in a name is text in the list, the menu, the dialogs and the toast', async () => {
      const name = '<img src=x onerror="document.title=1">&lt;b&gt;.txt'
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('<script>document.title=1</script>') })
      const row = page.getByRole('row').filter({ hasText: name })
      await expect(row).toBeVisible()
      await row.getByRole('button', { name: /^Actions for/ }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await expect(page.getByRole('textbox').last()).toHaveValue(name)
      await page.keyboard.press('Escape')
      await row.getByRole('button', { name: /^Actions for/ }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(row).toBeVisible()
      await expect(page.locator('img[src="x"]')).toHaveCount(0)
      expect(await page.title()).not.toBe('1')
    })

    expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([])
    expect(complaints).toEqual([])
  } finally {
    const gone = once(child, 'exit')
    child.kill()
    await gone
  }
})

/** `examples/server-rendered` in a process of its own. */
async function startExample(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const start = join(import.meta.dirname, '..', '..', 'server-rendered', 'start.ts')
  const child = spawn(execPath, [start], { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((found, failed) => {
    let output = ''
    child.once('exit', (code) => failed(new Error(`The example ended with ${code}: ${output}`)))
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      const address = /http:\/\/\S+/.exec(output)?.[0]
      if (address) found(address)
    })
  })
  return { url, child }
}
