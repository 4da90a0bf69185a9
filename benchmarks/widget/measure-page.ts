import type axeCore from 'axe-core'
import { type Browser, type CDPSession, type Page, chromium } from 'playwright'

import type { Chromium } from '../../scripts/chromium.ts'
import type { BenchPage } from './bench-page.ts'

declare global {
  interface Window {
    bench: BenchPage
  }
}

/** What one page showed. Times in milliseconds; CPU is that of the page's main thread, whatever else the machine does. */
export interface Sample {
  readonly firstMs: number
  readonly cpuMs: number
  readonly scriptMs: number
  readonly styleMs: number
  readonly layoutMs: number
  readonly elements: number
  readonly heapBytes: number
  readonly heapGrowthBytes: number
  readonly scrollP95Ms: number
  readonly scrollMaxMs: number
  /** CPU of one step of scrolling: what the frame intervals would be on a machine that does nothing else. */
  readonly scrollCpuMs: number
  /** `null`: the last file did not come into sight with its name and state. */
  readonly lastRowMs: number | null
  /** Of {@link jumps} jumps, those after which the next painted frame had no name in its middle. */
  readonly emptyJumps: number
}

/** What is looked at once, with 100 files. */
export interface Look {
  /** Presses of Tab from before the contestant until a file has the focus; `null`: not within 30. */
  readonly tabsToRow: number | null
  /** Tab stops in the list, counted up to 40. */
  readonly tabStops: number | null
  readonly axeRules: readonly string[]
  readonly axeNodes: number
  /** Addresses that are not the page's own. None is answered. */
  readonly thirdParty: readonly string[]
}

const scrollSteps = 120
/** How many jumps {@link Sample.emptyJumps} is counted over. */
export const jumps = 20
const viewport = { width: 1000, height: 680 }
const mostTabs = 30
const mostStops = 40

/** Starts a browser of one's own. */
export function startBrowser({ executablePath, args }: Chromium): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...args], headless: true })
}

/** Opens a contestant and mounts so many files. @throws Error when mounting takes longer than `giveUpMs`, or scrolling four times that */
export async function measure(browser: Browser, url: string, count: number, giveUpMs: number): Promise<Sample> {
  return withPage(browser, url, async (page) => {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.evaluate((files) => window.bench.prepare(files), count)
    const heapBefore = await heapBytes(cdp)
    const before = await metrics(cdp)
    const firstMs = await within(
      giveUpMs,
      page.evaluate(() => window.bench.mount()),
    )
    const after = await settled(cdp, giveUpMs)
    const elements = await page.evaluate(() => window.bench.elements())
    const heap = await heapBytes(cdp)
    const beforeScroll = await metrics(cdp)
    const intervals = await within(
      4 * giveUpMs,
      page.evaluate((steps) => window.bench.scroll(steps), scrollSteps),
    )
    const afterScroll = await metrics(cdp)
    const lastRowMs = await page.evaluate((ms) => window.bench.lastRow(ms), 2000)
    const emptyJumps = await within(
      4 * giveUpMs,
      page.evaluate((times) => window.bench.emptyJumps(times), jumps),
    )
    const sorted = intervals.toSorted((one, other) => one - other)
    return {
      firstMs,
      cpuMs: 1000 * (after.TaskDuration - before.TaskDuration),
      scriptMs: 1000 * (after.ScriptDuration - before.ScriptDuration),
      styleMs: 1000 * (after.RecalcStyleDuration - before.RecalcStyleDuration),
      layoutMs: 1000 * (after.LayoutDuration - before.LayoutDuration),
      elements,
      heapBytes: heap,
      heapGrowthBytes: heap - heapBefore,
      scrollP95Ms: sorted[Math.floor(0.95 * (sorted.length - 1))] ?? NaN,
      scrollMaxMs: sorted.at(-1) ?? NaN,
      scrollCpuMs: (1000 * (afterScroll.TaskDuration - beforeScroll.TaskDuration)) / scrollSteps,
      lastRowMs,
      emptyJumps,
    }
  })
}

/** Mounts 100 files, and measures nothing. */
export async function warmUp(browser: Browser, url: string): Promise<void> {
  await withPage(browser, url, async (page) => {
    await page.evaluate(() => window.bench.prepare(100))
    await page.evaluate(() => window.bench.mount())
  })
}

/** Walks through a contestant with Tab, and has axe look at it. */
export async function lookAt(browser: Browser, url: string, axeSource: string): Promise<Look> {
  return withPage(browser, url, async (page, thirdParty) => {
    await page.evaluate(() => window.bench.prepare(100))
    await page.evaluate(() => window.bench.mount())
    await page.waitForTimeout(500)
    await page.evaluate(axeSource)
    const violations = await page.evaluate(async () => {
      const axe = Reflect.get(window, 'axe') as typeof axeCore
      const result = await axe.run(document)
      return result.violations.map(({ id, impact, nodes }) => ({ rule: `${id} (${impact})`, nodes: nodes.length }))
    })
    return {
      ...(await walk(page)),
      axeRules: violations.map(({ rule }) => rule),
      axeNodes: violations.reduce((nodes, one) => nodes + one.nodes, 0),
      thirdParty: [...thirdParty],
    }
  })
}

/** A picture of a contestant, to see that it shows what is measured. */
export async function picture(browser: Browser, url: string, count: number, path: string): Promise<void> {
  await withPage(browser, url, async (page) => {
    await page.evaluate((files) => window.bench.prepare(files), count)
    await page.evaluate(() => window.bench.mount())
    await page.waitForTimeout(500)
    await page.screenshot({ path })
  })
}

async function walk(page: Page): Promise<Pick<Look, 'tabsToRow' | 'tabStops'>> {
  await page.locator('#before').focus()
  let tabsToRow: number | null = null
  for (let tabs = 1; tabs <= mostTabs && tabsToRow === null; tabs += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => window.bench.isInRow())) tabsToRow = tabs
    else if (!(await page.evaluate(() => window.bench.isInBox()))) break
  }
  if (tabsToRow === null) return { tabsToRow, tabStops: null }
  let tabStops = 1
  for (; tabStops < mostStops; tabStops += 1) {
    await page.keyboard.press('Tab')
    if (!(await page.evaluate(() => window.bench.isInRow()))) break
  }
  return { tabsToRow, tabStops }
}

async function withPage<Value>(
  browser: Browser,
  url: string,
  work: (page: Page, thirdParty: ReadonlySet<string>) => Promise<Value>,
): Promise<Value> {
  const context = await browser.newContext({ viewport })
  const { origin } = new URL(url)
  const thirdParty = new Set<string>()
  await context.route(
    (address) => address.origin !== origin && /^https?:$/.test(address.protocol),
    (route) => {
      thirdParty.add(route.request().url())
      return route.abort()
    },
  )
  const page = await context.newPage()
  try {
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForFunction(() => 'bench' in window)
    return await work(page, thirdParty)
  } finally {
    // A page that is busy for minutes does not answer: its browser is closed by the caller.
    await Promise.race([context.close().catch(() => undefined), later(3000)])
  }
}

interface Metrics {
  readonly TaskDuration: number
  readonly ScriptDuration: number
  readonly RecalcStyleDuration: number
  readonly LayoutDuration: number
}

async function metrics(cdp: CDPSession): Promise<Metrics> {
  const { metrics: all } = await cdp.send('Performance.getMetrics')
  const named = (name: string): number => all.find((one) => one.name === name)?.value ?? NaN
  return {
    TaskDuration: named('TaskDuration'),
    ScriptDuration: named('ScriptDuration'),
    RecalcStyleDuration: named('RecalcStyleDuration'),
    LayoutDuration: named('LayoutDuration'),
  }
}

/** Looks until two looks in a row find less than 3 ms of work between them. */
async function settled(cdp: CDPSession, giveUpMs: number): Promise<Metrics> {
  const giveUpAt = Date.now() + giveUpMs
  let last = await metrics(cdp)
  for (let calm = 0; calm < 2 && Date.now() < giveUpAt;) {
    await later(200)
    const now = await metrics(cdp)
    calm = now.TaskDuration - last.TaskDuration < 0.003 ? calm + 1 : 0
    last = now
  }
  return last
}

async function heapBytes(cdp: CDPSession): Promise<number> {
  // Once more for what only the finalisers of the first let go.
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  return usedSize
}

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  work.catch(() => undefined)
  const late = later(milliseconds).then(() => {
    throw new Error(`not done after ${milliseconds / 1000} s`)
  })
  late.catch(() => undefined)
  return Promise.race([work, late])
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
