import axe from 'axe-core'

/** Storybook's add-on checks a story as it is shown, in light; the page then turns, without being loaded again. */
const looks = [
  { theme: 'dark', dir: 'ltr' },
  { theme: 'light', dir: 'rtl' },
] as const

/**
 * Checks a story in dark and right to left, when it runs as a test.
 *
 * @throws Error that names what axe found, and where
 */
export async function checkOtherLooks(
  canvas: HTMLElement,
  parameters: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { test } = (parameters['a11y'] ?? {}) as { readonly test?: string }
  if (!('__vitest_browser__' in globalThis) || test !== 'error') return
  const root = document.documentElement
  const { dir } = root
  const theme = root.dataset['theme']
  const still = document.createElement('style')
  still.textContent = '*, ::before, ::after { transition: none !important; animation: none !important; }'
  document.head.append(still)
  try {
    for (const look of looks) {
      root.dataset['theme'] = look.theme
      root.dir = look.dir
      // Dialogs, menus and notes stand outside of the canvas.
      const { violations } = await axe.run(canvas.ownerDocument.body, { rules: { region: { enabled: false } } })
      const found = violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
      )
      if (found.length > 0) throw new Error(`In ${look.theme} ${look.dir}, axe finds:\n${found.join('\n')}`)
    }
  } finally {
    still.remove()
    root.dir = dir
    if (theme !== undefined) root.dataset['theme'] = theme
  }
}
