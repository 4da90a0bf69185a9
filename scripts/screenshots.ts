import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { type Browser, type Page, chromium } from 'playwright'
import { build, preview } from 'vite'

import { findChromium } from './chromium.ts'
import { palettePng } from './screenshots/palette-png.ts'
import { type Shot, type State, instant, shots, states } from './screenshots/states.ts'

/**
 * Takes the pictures of the widget for `docs/widget.md`: `pnpm docs:screenshots`, or only some of them:
 * `pnpm docs:screenshots list syncing`. The data and the clock stand still, so that a picture changes only with the widget.
 */
const maxBytes = 64_000
const pictureOptions = { animations: 'disabled', caret: 'hide' } as const
const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs', 'images', 'widget')
const text = readFileSync(join(root, 'docs', 'widget.md'), 'utf8')

const wanted = process.argv.slice(2).filter((one) => one !== '--')
const unknown = wanted.filter((name) => !shots.some((shot) => shot.name === name))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. The pictures are ${shots.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const pageRoot = join(import.meta.dirname, 'screenshots')
const outDir = join(root, 'node_modules', '.cache', 'screenshots')
await build({
  configFile: false,
  root: pageRoot,
  logLevel: 'error',
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: { input: join(pageRoot, 'page.html') },
  },
})
const server = await preview({
  configFile: false,
  root: pageRoot,
  logLevel: 'error',
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0 },
})
const [url] = server.resolvedUrls?.local ?? []
const { executablePath, args } = await findChromium()
const browser = await chromium.launch({ executablePath, args: [...args] })
const problems: string[] = []
mkdirSync(folder, { recursive: true })
try {
  for (const shot of shots) {
    if (wanted.length > 0 && !wanted.includes(shot.name)) continue
    const png = palettePng(await take(browser, shot))
    writeFileSync(join(folder, `${shot.name}.png`), png)
    console.log(`${shot.name}.png ${(png.byteLength / 1000).toFixed(1)} kB`)
    if (png.byteLength > maxBytes) problems.push(`${shot.name}.png is larger than ${maxBytes / 1000} kB.`)
    if (!text.includes(`images/widget/${shot.name}.png`))
      problems.push(`docs/widget.md does not show ${shot.name}.png.`)
  }
} finally {
  await browser.close()
  await server.close()
  rmSync(outDir, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)

async function take(from: Browser, { state: name, width, theme, locale }: Shot): Promise<Buffer> {
  const state: State = states[name]
  const context = await from.newContext({
    viewport: { width, height: 620 },
    // Wide pictures are shown smaller than they are, narrow ones at their size on a sharp screen.
    deviceScaleFactor: width > 600 ? 1 : 2,
    colorScheme: theme,
    locale,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.clock.setFixedTime(instant)
  await page.goto(`${url}page.html?${new URLSearchParams({ state: name, theme, locale })}`)
  await page.locator('section[data-state=ready], section[data-state=empty]').first().waitFor()
  await prepare(page, state)
  if (errors.length > 0) throw new Error(`${name}: ${errors.join(' ')}`)
  const picture = state.press ? page.screenshot(pictureOptions) : page.locator('#root').screenshot(pictureOptions)
  const png = await picture
  await context.close()
  return png
}

async function prepare(page: Page, { choose, press }: State): Promise<void> {
  if (choose) {
    const chosen = choose.map((file) => ({ name: file.name, sizeBytes: file.sizeBytes }))
    await page
      .locator('input[type=file]')
      .first()
      .evaluate((input, names) => {
        if (!(input instanceof HTMLInputElement)) return
        const transfer = new DataTransfer()
        for (const { name, sizeBytes } of names) transfer.items.add(new File([new Uint8Array(sizeBytes)], name))
        input.files = transfer.files
        input.dispatchEvent(new Event('change', { bubbles: true }))
      }, chosen)
  }
  if (press) {
    await page.getByRole('button', { name: press }).click()
    await page.getByRole('dialog').waitFor()
  }
  // What is still on its way has arrived, and is painted.
  await page.waitForTimeout(400)
}
