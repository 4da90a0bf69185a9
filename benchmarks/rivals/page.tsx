import contestant from '#contestant'
import { createRoot } from 'react-dom/client'

import type { BenchPage } from '../widget/bench-page.ts'
import { type SampleFile, sampleFiles } from './sample-files.ts'

const box = document.querySelector<HTMLElement>('#box') ?? document.body
let files: readonly SampleFile[] = []
let prepared: unknown

declare global {
  interface Window {
    bench: BenchPage
  }
}

window.bench = {
  prepare(count) {
    // The first use of Intl in a page loads its data, some 20 ms. A page that shows dates and numbers has done so before; who does it
    // while its module loads shall have no advantage.
    new Intl.NumberFormat('en').format(count)
    new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'Europe/Berlin' }).format(0)
    new Intl.PluralRules('en').select(count)
    files = sampleFiles(count)
    prepared = contestant.prepare(files)
  },

  async mount() {
    const started = performance.now()
    const { View } = contestant
    createRoot(box).render(<View prepared={prepared} />)
    while (!showsRow(box.querySelector(contestant.row), files[0])) await frame()
    await painted()
    return performance.now() - started
  },

  elements() {
    const count = (root: ParentNode): number =>
      [...root.querySelectorAll('*')].reduce(
        (sum, element) => sum + 1 + (element.shadowRoot ? count(element.shadowRoot) : 0),
        0,
      )
    return count(document.body)
  },

  async scroll(steps) {
    const scroller = scrollerIn(box)
    const intervals: number[] = []
    let before = await frame()
    for (let step = 1; step <= steps; step += 1) {
      // Anew in each step: a list may find out on the way how high it is.
      const end = scroller.scrollHeight - scroller.clientHeight
      scroller.scrollTop = step <= steps / 2 ? Math.min(end, step * 300) : end * ((2 * step) / steps - 1)
      const now = await frame()
      intervals.push(now - before)
      before = now
    }
    return intervals
  },

  async lastRow(giveUpMs) {
    const started = performance.now()
    const last = files.at(-1)
    const scroller = scrollerIn(box)
    while (performance.now() - started < giveUpMs) {
      const row = [...box.querySelectorAll(contestant.row)].find((one) => showsRow(one, last) && isIn(one, scroller))
      if (row) return performance.now() - started
      scroller.scrollTop = scroller.scrollHeight
      await frame()
    }
    return null
  },

  async emptyJumps(jumps) {
    const scroller = scrollerIn(box)
    const { left, top, width, height } = scroller.getBoundingClientRect()
    let empty = 0
    for (let jump = 0; jump < jumps; jump += 1) {
      // The places follow no order, so that nothing that was rendered before is of use.
      scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * ((jump * 0.618) % 1)
      await frame()
      await painted()
      const row = [...box.querySelectorAll(contestant.row)].find((one) =>
        covers(one, left + width / 3, top + height / 2),
      )
      if (!/\d{6} /.test(row ? textOf(row) : '')) empty += 1
    }
    return empty
  },

  isInRow: () => document.activeElement?.closest(contestant.row) !== null && box.contains(document.activeElement),
  isInBox: () => box.contains(document.activeElement),
}

function showsRow(row: Element | null, file: SampleFile | undefined): boolean {
  if (!row || !file) return false
  const text = textOf(row)
  return text.includes(file.name) && text.includes(contestant.stateText?.(file) ?? '')
}

/** What a row says, to the eye or to a screen reader. */
function textOf(row: Element): string {
  const named = [row, ...row.querySelectorAll('[aria-label], [title]')]
  const names = named.map((one) => `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('title') ?? ''}`)
  return [row.textContent, ...names].join(' ')
}

/** By geometry: while it scrolls, a list may take no part in hit testing. */
function isIn(row: Element, scroller: Element): boolean {
  const { left, top, width, height } = row.getBoundingClientRect()
  return width > 0 && height > 0 && covers(scroller, left + width / 3, top + height / 2)
}

function covers(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return left <= x && x <= right && top <= y && y <= bottom
}

/** The element that scrolls the files. */
function scrollerIn(root: Element): Element {
  const scrollers = [...root.querySelectorAll('*')].filter(
    (one) => one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY),
  )
  const [tallest] = scrollers.sort((one, other) => other.scrollHeight - one.scrollHeight)
  if (!tallest) throw new Error('Nothing in the box can be scrolled.')
  return tallest
}

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Called in a frame's callback: resolves when that frame has been painted, since a message is read only then. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => resolve(), { once: true })
    port1.start()
    port2.postMessage(null)
  })
}
