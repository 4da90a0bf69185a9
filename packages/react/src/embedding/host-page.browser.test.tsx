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
  expect(styles).not.toMatch(/@import|@font-face|url\((?!['"]?data:)/)
})

/** What pages do to every element; the widget's rules lie in a layer, so that a page's own rules win where they mean it. */
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
  'a line height of 2':
    'body { line-height: 2; letter-spacing: 1px; word-spacing: 4px; text-align: center; text-transform: uppercase; }',
}

for (const [name, css] of Object.entries(hostile)) {
  test(`[P62] beside ${name} no text is cut, no target is lost and nothing scrolls sideways, at 280 px too`, async () => {
    addSheet(styles)
    addSheet(css)
    for (const width of [280, 480]) {
      const view = await render(
        <TwinfolderProvider
          adapter={memoryAdapter({
            files: [
              { name: 'offer.docx', sync: 'synced' },
              { name: 'film.mp4', sync: { state: 'blocked', code: 'file_too_large' } },
            ],
            sync: { phase: 'settled', attention: 1, lastSettledAt: new Date().toISOString() },
          })}
          messages={en}
        >
          <div style={{ inlineSize: width }}>
            <FilesWidget record={{ module: 'companies', id: '1001' }} />
          </div>
        </TwinfolderProvider>,
      )
      await expect.element(page.getByRole('row', { name: 'film.mp4' })).toBeVisible()
      const widget = view.container.querySelector('section')
      if (!widget) throw new Error('No widget.')
      expect(widget.scrollWidth).toBeLessThanOrEqual(widget.clientWidth)
      expect(widget.getBoundingClientRect().width).toBeLessThanOrEqual(width)
      for (const row of widget.querySelectorAll<HTMLElement>('[data-index]')) {
        expect(row.scrollHeight, row.textContent).toBeLessThanOrEqual(row.clientHeight + 1)
        for (const part of row.querySelectorAll<HTMLElement>('[data-part=name], [data-part=why]'))
          expect(part.getBoundingClientRect().bottom).toBeLessThanOrEqual(row.getBoundingClientRect().bottom + 1)
      }
      for (const target of widget.querySelectorAll<HTMLElement>('button')) {
        const { width: across, height } = target.getBoundingClientRect()
        if (across === 0) continue
        expect(Math.min(across, height), `${target.ariaLabel ?? target.textContent}`).toBeGreaterThanOrEqual(20)
      }
      await view.unmount()
    }
  })
}
