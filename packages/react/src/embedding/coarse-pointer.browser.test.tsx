import '../styles.css'

import { memoryAdapter } from '@twinfolder/client/testing'
import { afterEach, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { cdp, page } from 'vitest/browser'

import { FilesWidget } from '../files/FilesWidget.tsx'
import { en } from '../locales/en.ts'
import { TwinfolderProvider } from '../provider/TwinfolderProvider.tsx'

afterEach(() => cdp().send('Emulation.setTouchEmulationEnabled', { enabled: false }))

test('[P62] a finger finds every button of the list: 44 pixels', async () => {
  await cdp().send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 })
  expect(matchMedia('(pointer: coarse)').matches).toBe(true)
  const files = [{ name: 'offer.docx', sync: { state: 'blocked', code: 'file_too_large' } }] as const
  const sync = { phase: 'settled', attention: 1, lastSettledAt: '2026-01-05T09:00:00.000Z' } as const
  const view = await render(
    <TwinfolderProvider adapter={memoryAdapter({ files, sync })} messages={en}>
      <div style={{ inlineSize: 320 }}>
        <FilesWidget record={{ module: 'companies', id: '1001' }} />
      </div>
    </TwinfolderProvider>,
  )
  await expect.element(page.getByRole('row', { name: 'offer.docx' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Show' })).toBeVisible()
  for (const button of view.container.querySelectorAll('button')) {
    if (button.getBoundingClientRect().width === 0) continue
    const name = button.ariaLabel ?? button.textContent
    // A link in a line keeps its looks, and its target is larger than it looks.
    const { insetBlockStart } = getComputedStyle(button, '::after')
    const beyond = button.matches('.tf-link') ? -2 * Number.parseFloat(insetBlockStart) : 0
    expect(button.getBoundingClientRect().height + beyond, name).toBeGreaterThanOrEqual(44)
  }
})
