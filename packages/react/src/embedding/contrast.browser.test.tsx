import '../styles.css'

import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'

/** Text and what it stands on. */
const pairs = [
  ['text', 'surface'],
  ['text', 'raised'],
  ['muted', 'surface'],
  ['muted', 'raised'],
  ['accent', 'surface'],
  ['on-accent', 'accent'],
  ['danger', 'surface'],
  ['danger', 'raised'],
  ['warning', 'surface'],
  ['on-danger', 'danger'],
] as const

afterEach(() => cdp().send('Emulation.setEmulatedMedia', { features: [] }))

for (const theme of ['light', 'dark'] as const) {
  test(`[P62] every colour that text has by default is at least 4.5 : 1 on what it stands on, in ${theme}`, () => {
    const { colour, remove } = probe(theme)
    for (const [text, ground] of pairs)
      expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    remove()
  })

  test(`[P62] who asks for more contrast gets 7 : 1 for text and 3 : 1 for lines, in ${theme}`, async () => {
    await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-contrast', value: 'more' }] })
    const { colour, remove } = probe(theme)
    for (const text of ['text', 'muted']) expect(contrast(colour(text), colour('surface'))).toBeGreaterThanOrEqual(7)
    for (const line of ['border', 'field']) expect(contrast(colour(line), colour('surface'))).toBeGreaterThanOrEqual(3)
    remove()
  })
}

test("[P62] where the system chooses the colours, the dots of a row's menu are still drawn", async () => {
  await cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] })
  const host = document.createElement('div')
  host.className = 'tf-root'
  host.innerHTML = '<div class="tf-row"><button class="tf-icon-button" type="button"></button></div>'
  document.body.append(host)
  const button = host.querySelector('button')
  const dots = button && getComputedStyle(button, '::before')
  expect(dots?.backgroundImage).toContain('radial-gradient')
  expect(dots?.color).toBe(button && getComputedStyle(button).color)
  host.remove()
})

/** Reads the colours of a theme. */
function probe(theme: string) {
  const host = document.createElement('div')
  host.dataset['theme'] = theme
  const element = document.createElement('i')
  const panel = document.createElement('div')
  panel.className = 'tf-root'
  panel.append(element)
  host.append(panel)
  document.body.append(host)
  const canvas = new OffscreenCanvas(1, 1).getContext('2d')
  return {
    colour: (name: string): readonly number[] => {
      if (!canvas) throw new Error('No canvas.')
      element.style.color = `var(--_${name})`
      // Whatever notation the browser computes, a pixel has red, green and blue.
      canvas.fillStyle = getComputedStyle(element).color
      canvas.fillRect(0, 0, 1, 1)
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
    },
    remove: () => host.remove(),
  }
}

/** The contrast ratio of WCAG 2.2. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((left, right) => right - left)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
