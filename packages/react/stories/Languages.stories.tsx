import type { StoryContext } from '@storybook/react-vite'
import type { MemoryAdapterOptions } from '@twinfolder/client/testing'
import { DropboxIntegrationCard, FilesWidget, SegmentSyncAction } from '@twinfolder/react'
import { expect, waitFor } from 'storybook/test'

import { OverMemory } from './over-memory.tsx'
import preview from './preview.tsx'

const record = { module: 'companies', id: '1001' } as const
const meta = preview.meta({ title: 'Components/Languages', component: FilesWidget, args: { record } })

const mebibyte = 1024 * 1024
const versions = { host: 'Offer 2026.docx', remote: 'Offer 2026 (Dropbox, Sofie, 2026-11-22).docx' }

/** Much of what the widget can say at once. */
const busy: MemoryAdapterOptions = {
  files: [
    { folder: ['Contracts'], name: 'Framework agreement.pdf', sync: 'synced' },
    { name: 'Annex.pdf', sync: 'synced', via: 'remote' },
    { name: 'Film.mp4', sync: { state: 'blocked', code: 'file_too_large' }, sizeBytes: 73 * mebibyte },
    { name: 'Minutes.txt', sync: 'waiting' },
    { name: versions.host, updatedBy: 'Anna' },
    { name: versions.remote, updatedBy: 'Sofie', via: 'remote' },
    { name: 'Old offer.pdf', sync: { state: 'onlyInHost', code: 'removed_in_remote' } },
    { name: 'Plan.pdf', sync: { state: 'failed', code: 'insufficient_space' } },
  ],
  conflicts: [versions],
  remoteOnly: [
    {
      kind: 'remoteOnly',
      fileId: 'x',
      folder: [],
      name: 'Draft.docx',
      sync: { state: 'held', code: 'deletion_held', retryAt: null },
    },
  ],
  sync: { phase: 'settled', lastSettledAt: new Date(Date.now() - 120_000).toISOString(), direction: 'toDropbox' },
  access: { read: true, write: false, missing: [] },
  connection: { state: 'linked', records: 312, lastOkAt: new Date(Date.now() - 40_000).toISOString() },
  activity: [
    { code: 'uploaded', subject: 'Framework agreement.pdf' },
    { code: 'putBackBecauseUpdated', subject: 'Annex.pdf' },
  ],
}

/** A panel of this width in a language: the widget, a card, a button for a segment. */
function Panel({ locale, width }: { readonly locale: string; readonly width: 280 | 320 | 480 }) {
  return (
    <div className="story-narrow" data-width={width} lang={locale}>
      <OverMemory memory={busy} locale={locale}>
        <FilesWidget record={record} />
        <DropboxIntegrationCard headingLevel={2} />
        <SegmentSyncAction segment={{ module: 'companies', id: 'belgium' }} />
      </OverMemory>
    </div>
  )
}

/** Texts 40 % longer than English, with accents on every letter: what does not fit here will not fit in other languages. */
export const PseudoLocale280 = meta.story(inPseudoLocale(280))

/** The same in the width of a small telephone. */
export const PseudoLocale320 = meta.story(inPseudoLocale(320))

/** The same in a wide sidebar. */
export const PseudoLocale480 = meta.story(inPseudoLocale(480))

/** The languages with the longest words, at the least width. */
export const GermanAndDutch = meta.story({
  render: () => (
    <div className="story-widths">
      <Panel locale="de" width={280} />
      <Panel locale="nl" width={280} />
    </div>
  ),
  play: async ({ canvasElement, canvas }) => {
    await waitFor(() => expect(canvas.getAllByRole('region', { name: 'Dateien' })).toHaveLength(1))
    await waitFor(() => expect(canvas.getAllByRole('region', { name: 'Bestanden' })).toHaveLength(1))
    await waitFor(() => expect(canvasElement.querySelectorAll('.tf-activity')).toHaveLength(2))
    await noneTooWide(canvasElement)
  },
})

/** French, Italian, Spanish and Danish, at the least width. */
export const FrenchItalianSpanishDanish = meta.story({
  render: () => (
    <div className="story-widths">
      <Panel locale="fr" width={280} />
      <Panel locale="it" width={280} />
      <Panel locale="es" width={280} />
      <Panel locale="da" width={280} />
    </div>
  ),
  play: async ({ canvasElement, canvas }) => {
    for (const name of ['Fichiers', 'File', 'Archivos', 'Filer']) {
      await expect(await canvas.findByRole('region', { name })).toBeVisible()
    }
    await waitFor(() => expect(canvasElement.querySelectorAll('.tf-activity')).toHaveLength(4))
    await noneTooWide(canvasElement)
  },
})

function inPseudoLocale(width: 280 | 320 | 480) {
  return {
    render: () => <Panel locale="en-XA" width={width} />,
    play: async ({ canvasElement }: Pick<StoryContext, 'canvasElement'>) => {
      await waitFor(() => expect(canvasElement.querySelectorAll('.tf-activity')).toHaveLength(1))
      await noneTooWide(canvasElement)
    },
  }
}

/** Nothing reaches out of its panel, and no button hides a part of its text. */
async function noneTooWide(canvas: HTMLElement): Promise<void> {
  const tooWide: string[] = []
  for (const panel of canvas.querySelectorAll<HTMLElement>('.story-narrow')) {
    const { right } = panel.getBoundingClientRect()
    for (const element of panel.querySelectorAll<HTMLElement>('button, p, li, h2, .tf-status, .tf-badge')) {
      const isOut = element.getBoundingClientRect().right > right + 1
      const isCut = element.localName === 'button' && element.scrollWidth > element.clientWidth + 1
      if (isOut || isCut) tooWide.push(`${panel.lang} ${panel.dataset['width']} px: ${element.textContent}`)
    }
  }
  await expect(tooWide).toEqual([])
}
