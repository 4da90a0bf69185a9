import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { findChromium } from '../scripts/chromium.ts'
import { watchMachine } from '../scripts/machine.ts'
import { buildPage, bundleSize } from './widget/build-contestant.ts'
import { type ContestantEntry, contestants } from './widget/contestants.ts'
import { type Look, type Sample, lookAt, measure, picture, startBrowser, warmUp } from './widget/measure-page.ts'
import { report } from './widget/report.ts'
import type { ContestantResult } from './widget/results.ts'
import { serveFolder } from './widget/serve-folder.ts'
import { targets } from './widget/targets.ts'

/**
 * Measures the widget beside its rivals in Chromium: `pnpm bench:widget`.
 *
 *   --runs 5                       interleaved runs; the medians are taken over them
 *   --counts 100,1000,10000,100000 numbers of files
 *   --only twinfolder,floor        some contestants
 *   --minutes 10                   starts no further run after so many minutes
 *   --give-up 20                   seconds after which a contestant gives up
 *   --pictures folder              also takes a picture of each with 100 files
 *   --write                        replaces `benchmarks/WIDGET.md`
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: {
    runs: { type: 'string', default: '5' },
    counts: { type: 'string', default: '100,1000,10000,100000' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    'give-up': { type: 'string', default: '20' },
    pictures: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const runs = positive('--runs', options.runs)
const stopAt = Date.now() + 60_000 * positive('--minutes', options.minutes)
const giveUpMs = 1000 * positive('--give-up', options['give-up'])
const counts = options.counts.split(',').map((one) => positive('--counts', one))
const only = options.only?.split(',') ?? contestants.map(({ id }) => id)
const unknown = only.filter((id) => !contestants.some((one) => one.id === id))
if (unknown.length > 0) {
  refuse(`Unknown: ${unknown.join(', ')}. The contestants are ${contestants.map(({ id }) => id).join(', ')}.`)
}
const wanted = contestants.filter(({ id }) => only.includes(id))

const rivals = join(import.meta.dirname, 'rivals')
const dist = join(rivals, 'dist')
installRivals()
rmSync(dist, { recursive: true, force: true })
const built = new Map<string, Pick<ContestantResult, 'sizes' | 'sizesWithQuery'>>()
for (const { id } of wanted) {
  console.error(`building ${id}`)
  await buildPage(id, join(dist, id))
  built.set(id, await sizesOf(id))
}

// Playwright closes its browsers then, and leaves the rest to us.
process.once('SIGTERM', () => process.exit(143))
const chromium = await findChromium()
const server = await serveFolder(dist)
const machine = watchMachine()
const looks = new Map<string, Look>()
const samples = new Map<string, Map<number, Sample[]>>(
  wanted.map(({ id }) => [id, new Map(counts.map((count): [number, Sample[]] => [count, []]))]),
)
const gaveUp = new Map<string, { readonly from: number; readonly why: string }>()
let browserVersion = ''
for (const one of wanted) looks.set(one.id, await look(one))
let runsDone = 0
for (let run = 1; run <= runs && (run === 1 || Date.now() < stopAt); run += 1) {
  // Another order in each run, so that nobody always comes after the same one.
  for (const one of wanted.map((_, at) => wanted[(at + run) % wanted.length])) {
    if (one) await runContestant(one, run)
  }
  runsDone = run
}
server.close()

const results = wanted.map((contestant): ContestantResult => ({
  contestant,
  sizes: present(built.get(contestant.id)).sizes,
  sizesWithQuery: present(built.get(contestant.id)).sizesWithQuery,
  look: present(looks.get(contestant.id)),
  counts: new Map(
    counts.map((count) => {
      const up = gaveUp.get(contestant.id)
      return [
        count,
        {
          samples: samples.get(contestant.id)?.get(count) ?? [],
          gaveUp: up && count >= up.from ? (count === up.from ? up.why : 'gave up before') : null,
        },
      ]
    }),
  ),
}))
const text = report(results, targets(results, counts), {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  browser: `Chromium ${browserVersion}, headless, without GPU`,
  runs: runsDone,
  giveUpMs,
  counts,
})
console.log(text)
for (const { contestant, ...rest } of results) {
  console.log(JSON.stringify({ contestant: contestant.id, ...rest, counts: Object.fromEntries(rest.counts) }))
}
if (options.write) {
  const head =
    '# The widget beside its rivals\n\nWritten by `pnpm bench:widget --write`; what is measured and how: [README.md](README.md).\n\n'
  writeFileSync(join(import.meta.dirname, 'WIDGET.md'), head + text)
}

async function runContestant({ id }: ContestantEntry, run: number): Promise<void> {
  let browser = await startBrowser(chromium)
  browserVersion = browser.version()
  const url = `${server.origin}/${id}/page.html`
  // The first page of a browser pays for what all pages share.
  await warmUp(browser, url)
  for (const count of counts) {
    const up = gaveUp.get(id)
    if (up && count >= up.from) continue
    try {
      const sample = await measure(browser, url, count, giveUpMs)
      samples.get(id)?.get(count)?.push(sample)
      console.error(
        `run ${run} ${id} ${count}: first ${sample.firstMs.toFixed(0)} ms, CPU ${sample.cpuMs.toFixed(0)} ms`,
      )
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      console.error(`run ${run} ${id} ${count}: ${why}`)
      gaveUp.set(id, { from: count, why })
      await browser.close()
      browser = await startBrowser(chromium)
    }
  }
  await browser.close()
}

async function look({ id }: ContestantEntry): Promise<Look> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const browser = await startBrowser(chromium)
  const url = `${server.origin}/${id}/page.html`
  try {
    if (options.pictures) {
      mkdirSync(options.pictures, { recursive: true })
      await picture(browser, url, 100, join(options.pictures, `${id}.png`))
    }
    return await lookAt(browser, url, axe)
  } finally {
    await browser.close()
  }
}

async function sizesOf(id: string): Promise<Pick<ContestantResult, 'sizes' | 'sizesWithQuery'>> {
  if (id !== 'twinfolder') return { sizes: await bundleSize(`${id}.tsx`), sizesWithQuery: null }
  return {
    sizes: await bundleSize('twinfolder-size.ts', ['@tanstack/react-query']),
    sizesWithQuery: await bundleSize('twinfolder-size.ts'),
  }
}

/** Installs the rivals' packages when their lockfile is another than the installed one. */
function installRivals(): void {
  const lockfile = readFileSync(join(rivals, 'pnpm-lock.yaml'), 'utf8')
  const marker = join(rivals, 'node_modules', '.twinfolder-installed')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockfile) return
  console.error('installing the rivals')
  const args = ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--ignore-scripts']
  const done = spawnSync('npx', args, { cwd: rivals, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) refuse('The rivals could not be installed.')
  writeFileSync(marker, lockfile)
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) refuse(`${option} wants whole numbers from 1 on, got "${text}".`)
  return value
}

function refuse(why: string): never {
  console.error(why)
  process.exit(2)
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A contestant was not measured.')
  return value
}
