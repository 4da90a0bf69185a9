import { memoryAdapter } from '@twinfolder/client/testing'
import { afterEach, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'
import styles from '../styles.css?inline'

const sheets: HTMLStyleElement[] = []
function addSheet(css: string): void {
  const sheet = document.createElement('style')
  sheet.textContent = css
  document.head.append(sheet)
  sheets.push(sheet)
}
afterEach(() => {
  for (const sheet of sheets.splice(0)) sheet.remove()
})

/** What a page of a CRM is made of, with names that a style sheet might claim. */
const hostPage = `
  <h1>Acme</h1><h2 class="title">Files</h2><p class="muted">A <a href="#x">link</a>, <code>code</code>, <mark>mark</mark></p>
  <ul class="list"><li class="row">One</li></ul><ol><li>Two</li></ol><dl><dt>City</dt><dd>Ghent</dd></dl>
  <button class="button" hidden>Hidden</button><button disabled>Save</button><input class="search" value="x"><select><option>1</option></select>
  <textarea></textarea><label><input type="checkbox" checked> Yes</label><progress value="1" max="2"></progress>
  <table class="grid"><thead><tr><th>Name</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table>
  <fieldset><legend>Who</legend></fieldset><details open><summary>More</summary>text</details><dialog open>Dialog</dialog>
  <section class="panel"><header class="head">x</header></section><div class="menu" popover="manual">Menu</div><div class="toast" role="status">Saved</div>
  <div role="grid"><div role="row" data-state="synced" data-part="tile" tabindex="0">x</div></div><time>now</time><img alt=""><svg><path d="M0 0"/></svg>`

test('[P62] the style sheet changes nothing outside the widget', () => {
  const host = document.createElement('div')
  host.innerHTML = hostPage
  document.body.append(host)
  host.querySelector<HTMLElement>('[popover]')?.showPopover()
  const look = () =>
    [document.documentElement, document.body, ...host.querySelectorAll('*')].map((element) => {
      const all = [null, '::before', '::after', '::placeholder', '::marker', '::backdrop'].map((part) => {
        const style = getComputedStyle(element, part)
        return Array.from(style, (property) => `${property}: ${style.getPropertyValue(property)}`).join('; ')
      })
      return `<${element.tagName.toLowerCase()}> ${all.join(' | ')}`
    })
  const before = look()
  const fonts = document.fonts.size
  addSheet(styles)
  expect(look()).toEqual(before)
  expect(document.fonts.size).toBe(fonts)
  host.remove()
})

test('[P62] the style sheet asks for nothing: no import, no font, no picture from elsewhere', () => {
  expect(styles.replaceAll(/\/\*.*?\*\//gs, '')).not.toMatch(/@import|@font-face|url\((?!['"]?data:)/)
})

test('[P62] a page as high as its window gets nothing to scroll by a provider: what only readers see takes no room', async () => {
  addSheet(styles)
  addSheet('body { margin: 0 }')
  await render(
    <TwinfolderProvider adapter={memoryAdapter()} messages={en}>
      <div style={{ blockSize: '100vh' }} />
    </TwinfolderProvider>,
  )
  await expect.poll(() => document.querySelectorAll('.tf-hidden[role=status]').length).toBe(1)
  expect(document.documentElement.scrollHeight).toBe(window.innerHeight)
})

/** What pages say about every element. */
const hostile: Readonly<Record<string, string>> = {
  'Tailwind’s preflight': `
    @layer base {
      *, ::after, ::before, ::backdrop, ::file-selector-button { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }
      html { line-height: 1.5; font-family: ui-sans-serif, system-ui, sans-serif; }
      h1, h2, h3, h4, h5, h6 { font-size: inherit; font-weight: inherit; }
      a { color: inherit; text-decoration: inherit; } ol, ul, menu { list-style: none; }
      img, svg, video, canvas, audio, iframe, embed, object { display: block; vertical-align: middle; }
      img, video { max-width: 100%; height: auto; }
      button, input, select, optgroup, textarea { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background-color: transparent; opacity: 1; }
      [hidden]:where(:not([hidden='until-found'])) { display: none !important; }
    }`,
  'Bootstrap’s reboot': `
    *, *::before, *::after { box-sizing: border-box; } body { margin: 0; font-size: 1rem; line-height: 1.5; }
    h2 { margin-top: 0; margin-bottom: .5rem; font-weight: 500; line-height: 1.2; font-size: 2rem; }
    p { margin-top: 0; margin-bottom: 1rem; } ol, ul, dl { margin-top: 0; margin-bottom: 1rem; } ol, ul { padding-left: 2rem; }
    dd { margin-bottom: .5rem; margin-left: 0; } a { color: #0d6efd; text-decoration: underline; } img, svg { vertical-align: middle; }
    button { border-radius: 0; } input, button, select, optgroup, textarea { margin: 0; font-family: inherit; font-size: inherit; line-height: inherit; }
    button, select { text-transform: none; } button:not(:disabled) { cursor: pointer; } progress { vertical-align: baseline; }
    legend { float: left; width: 100%; padding: 0; margin-bottom: .5rem; font-size: 1.5rem; } [hidden] { display: none !important; }`,
  'a root of 10 px': 'html { font-size: 62.5%; --tf-rem: 1.6rem; } body { font-size: 1.6rem; }',
  'a line height of 2, capitals and wide letters':
    'body { line-height: 2; letter-spacing: 1px; word-spacing: 4px; text-align: center; text-transform: uppercase; font-style: italic; }',
  'rules about each div, span and time': `div, span, time { display: inline-block; float: left; margin: 3px; border: 1px solid; padding: 4px; background: yellow;
    color: red; font: italic bold 20px/2 'Times New Roman'; letter-spacing: 2px; text-align: right; text-transform: uppercase; }`,
  'a reset that unsets everything': ':not(svg *) { all: unset; }',
}

const widget = (
  <TwinfolderProvider
    adapter={memoryAdapter({
      files: [
        { name: 'offer.docx', sync: 'synced' },
        { name: 'film.mp4', sync: { state: 'blocked', code: 'file_too_large' } },
      ],
      sync: { phase: 'settled', attention: 1, lastSettledAt: '2026-01-05T09:00:00.000Z' },
    })}
    messages={en}
  >
    <FilesWidget record={{ module: 'companies', id: '1001' }} />
  </TwinfolderProvider>
)

/** What a host decides on purpose, what follows from its fonts, and the style of a border that has no width. */
const hosts =
  /^(font-family|overflow-clip-margin|border-.*-style|-webkit-locale|perspective-origin|transform-origin|(inline|block)-size|width|height)$/

for (const [name, css] of Object.entries(hostile)) {
  test(`[P62] beside ${name} each part looks as it does alone`, async () => {
    addSheet(styles)
    const view = await render(<main style={{ display: 'block', inlineSize: 360 }}>{widget}</main>)
    await expect.element(page.getByRole('row', { name: 'film.mp4' })).toBeVisible()
    await page.getByRole('button', { name: 'Actions for film.mp4' }).click()
    await expect.element(page.getByRole('menu')).toBeVisible()
    const look = () =>
      [...document.querySelectorAll('.tf-root, .tf-root *')].map((element) => {
        const style = getComputedStyle(element)
        const properties = [...style].filter((property) => !property.startsWith('--') && !hosts.test(property))
        return {
          element: `<${element.tagName} class="${element.getAttribute('class')}">`,
          ...Object.fromEntries(properties.map((property) => [property, style.getPropertyValue(property)])),
        }
      })
    const alone = look()
    expect(alone.length).toBeGreaterThan(60)
    addSheet(css)
    const differences = look().flatMap((now, at) =>
      Object.entries(now)
        .filter(([property, value]) => new Map(Object.entries(alone[at] ?? {})).get(property) !== value)
        .map(([property, value]) => `${now.element} ${property}: ${value}`),
    )
    expect(differences).toEqual([])
    await view.unmount()
  })
}
