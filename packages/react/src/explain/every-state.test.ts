import { type ErrorCode, type FileSync, type RecordSync, type RecordView, reasonCodes } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { fileState } from '../files/file-state.ts'
import { de } from '../locales/de.ts'
import { en } from '../locales/en.ts'
import { sentenceOf } from '../messages/explain.ts'
import type { Language } from '../messages/language.ts'
import type { Words } from '../messages/words.ts'
import { syncStatusLine } from '../sync/sync-status.ts'
import { wholeLanguage } from '../testing/whole-language.ts'
import { explained } from './explained.ts'
import { type Reason, fileReason, recordReason } from './reason.ts'
import { remediesOf } from './remedies.ts'

const states = {
  synced: 0,
  waiting: 0,
  uploading: 0,
  downloading: 0,
  onlyInHost: 0,
  onlyInDropbox: 0,
  conflict: 0,
  held: 0,
  blocked: 0,
  failed: 0,
} satisfies Record<FileSync['state'], 0>
const links = { none: 0, linking: 0, linked: 0, reconnect: 0, refused: 0 } satisfies Record<RecordSync['link'], 0>
const phases = {
  notEnrolled: 0,
  waiting: 0,
  syncing: 0,
  settled: 0,
  paused: 0,
  held: 0,
  folderMissing: 0,
  stopped: 0,
} satisfies Record<RecordSync['phase'], 0>

const all = <Name extends string>(record: Readonly<Record<Name, 0>>) => Object.keys(record) as Name[]
const settled: RecordSync = {
  link: 'linked',
  phase: 'settled',
  progress: null,
  direction: 'both',
  missing: [],
  attention: 0,
  detached: 0,
  held: 0,
  conflicts: 0,
  lastSettledAt: '2026-01-05T09:00:00.000Z',
  checkedAt: '2026-01-05T09:00:30.000Z',
}
const maxFileBytes = 52_428_800
const viewOf = (sync: RecordSync, waitingFor: RecordView['waitingFor'] = null) =>
  ({ sync, waitingFor }) as Pick<RecordView, 'sync' | 'waitingFor'> as RecordView

/** Every record that the contract allows, as far as its sentence differs. */
const records = all(links).flatMap((link) =>
  all(phases).flatMap((phase) => [
    viewOf({ ...settled, link, phase }),
    viewOf({ ...settled, link, phase, attention: 2 }),
    viewOf({ ...settled, link, phase, checkedAt: null, lastSettledAt: null }),
    ...(phase === 'syncing'
      ? [viewOf({ ...settled, link, phase, progress: { done: 12, total: 40, bytes: 9 }, attention: 2 })]
      : []),
    ...(phase === 'waiting' ? reasonCodes.map((code) => viewOf({ ...settled, link, phase }, code)) : []),
  ]),
)
const files: readonly (FileSync | null)[] = [
  null,
  ...all(states).flatMap((state) =>
    [null, ...reasonCodes].flatMap((code) => [
      { state, code, retryAt: null },
      { state, code, retryAt: '2026-01-05T09:00:00.000Z' },
    ]),
  ),
]

async function wordsOf(language: Language): Promise<Words<'explain'>> {
  const t = await wholeLanguage(language)
  const bytes = (n: number) => `${n / 1_048_576} MB`
  const words = { t, crm: 'Demo CRM', bytes, percent: String }
  return {
    ...words,
    sentence: (code: ErrorCode, max = 0) => sentenceOf(t, code, { crm: words.crm, max: bytes(max) }),
  } as unknown as Words<'explain'>
}

/** A text that somebody can read: something, filled in, and no name of a key. */
const readable = /^(?!.*[{}[\]]).{4,}$/

function holesOf(reason: Reason, words: Words<'explain'>): readonly string[] {
  const { cause, remedy } = explained(reason, words, maxFileBytes)
  return [
    ...(readable.test(cause) ? [] : [`no cause: ${JSON.stringify(reason)}`]),
    ...(readable.test(remedy) ? [] : [`no remedy: ${JSON.stringify(reason)}`]),
    ...(remediesOf(reason).length > 0 ? [] : [`nothing to press: ${JSON.stringify(reason)}`]),
  ]
}

test.for([
  ['en', en],
  ['de', de],
] as const)(
  '[P61] every state of a file has a shape, a sentence, a cause, a remedy and a button, in %s',
  async ([, language]) => {
    const words = await wordsOf(language)
    const holes = files.flatMap((sync) => {
      const shown = fileState(sync ?? { state: 'onlyInHost', code: null, retryAt: null }, null, words, maxFileBytes)
      const named = [
        ...(readable.test(shown.text) ? [] : [`no sentence: ${JSON.stringify(sync)}`]),
        ...(shown.icon ? [] : [`no shape: ${JSON.stringify(sync)}`]),
      ]
      return [...named, ...records.flatMap((view) => holesOf(fileReason(sync, view.sync), words))]
    })
    expect([...new Set(holes)]).toEqual([])
  },
)

test.for([
  ['en', en],
  ['de', de],
] as const)(
  '[P23] every phase of a record has a shape, a sentence, a cause, a remedy and a button, in %s',
  async ([, language]) => {
    const words = await wordsOf(language)
    const holes = records.flatMap((view) => {
      const { icon, text } = syncStatusLine(view, words)
      const named = `${view.sync.link}/${view.sync.phase}`
      return [
        ...(readable.test(text) ? [] : [`no sentence: ${named}`]),
        ...(icon ? [] : [`no shape: ${named}`]),
        ...holesOf(recordReason(view), words),
      ]
    })
    expect(holes).toEqual([])
  },
)

test('[S5] only what is synchronised without a question shows the tick', async () => {
  const words = await wordsOf(en)
  for (const view of records) {
    const { link, phase, attention } = view.sync
    const isWell = link === 'linked' && phase === 'settled' && attention === 0
    expect(syncStatusLine(view, words).icon === 'check', `${link}/${phase}/${attention}`).toBe(isWell)
    expect(syncStatusLine(view, words).checkedAt !== null && !isWell).toBe(false)
  }
  for (const sync of files) {
    if (!sync) continue
    const isWell = sync.state === 'synced' && sync.code === null
    expect(fileState(sync, null, words, maxFileBytes).icon === 'check', JSON.stringify(sync)).toBe(isWell)
  }
})

test('[P34] the hour is promised only while a record waits for its turn', async () => {
  const words = await wordsOf(en)
  for (const view of records) {
    const { text, detail } = syncStatusLine(view, words)
    const waits = view.sync.link === 'linked' && view.sync.phase === 'waiting' && view.waitingFor === null
    expect(`${text} ${detail}`.includes('up to an hour')).toBe(waits)
  }
})

test('[P54] a file whose record does not move is explained by what stops the record', () => {
  const waiting = { state: 'waiting', code: null, retryAt: null } as const
  expect(fileReason(waiting, { ...settled, link: 'reconnect' })).toEqual({ type: 'code', code: 'link_revoked' })
  expect(fileReason(waiting, { ...settled, phase: 'paused' })).toEqual({ type: 'code', code: 'link_paused' })
  expect(fileReason(null, { ...settled, link: 'none', phase: 'notEnrolled' })).toEqual({
    type: 'code',
    code: 'not_linked',
  })
  expect(fileReason({ ...waiting, code: 'insufficient_space' }, { ...settled, phase: 'paused' })).toEqual({
    type: 'code',
    code: 'insufficient_space',
  })
})
