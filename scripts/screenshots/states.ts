import type { MemoryAdapterOptions, MemoryFile } from '@twinfolder/client/testing'

/** What a picture shows: what the memory holds, and what is done before it is taken. */
export interface State {
  readonly memory: MemoryAdapterOptions
  readonly record: { readonly module: 'companies' | 'projects'; readonly id: string }
  /** Files that somebody chooses; how far each is, or why it is not sent, is then up to the page. */
  readonly choose?: readonly { readonly name: string; readonly sizeBytes: number; readonly sentPart: number }[]
  /** A button that is pressed, by its name in English. */
  readonly press?: string
}

/** The instant at which all pictures are taken. */
export const instant = '2026-11-23T10:00:00.000Z'
const minutesAgo = (minutes: number): string => new Date(Date.parse(instant) - minutes * 60_000).toISOString()
const hour = 60
const day = 24 * hour
const mebibyte = 1024 * 1024

const company = { module: 'companies', id: '1001' } as const
const acme = { name: 'Acme GmbH', number: '1001' }
const settled = { phase: 'settled', lastSettledAt: minutesAgo(3) } as const
const held = { kind: 'remoteOnly', folder: [], sync: { state: 'held', code: 'deletion_held', retryAt: null } } as const

const files: readonly MemoryFile[] = [
  { folder: ['Contracts'], name: 'Framework agreement.pdf', sizeBytes: 482_133 },
  { folder: ['Contracts'], name: 'Annex A.pdf', sizeBytes: 91_204 },
  { folder: ['Offers'], name: 'Offer 2026.docx', sizeBytes: 48_213 },
  { name: 'Drawings.zip', sizeBytes: 31.4 * mebibyte, updatedAt: minutesAgo(9 * day), updatedBy: 'Anna' },
  { name: 'Floor plan.png', sizeBytes: 3.1 * mebibyte, updatedAt: minutesAgo(5 * hour), updatedBy: 'Jonas' },
  { name: 'Kick-off.pptx', sizeBytes: 5.6 * mebibyte, updatedAt: minutesAgo(2 * day), updatedBy: 'Marie' },
  { name: 'Minutes 20 November.txt', sizeBytes: 4210, updatedAt: minutesAgo(3 * day), updatedBy: 'Sofie' },
  { name: 'Price list.xlsx', sizeBytes: 88_000, updatedAt: minutesAgo(26 * hour), updatedBy: 'Anna' },
  { name: 'Signed offer.pdf', sizeBytes: 1.2 * mebibyte, updatedAt: minutesAgo(40), updatedBy: 'Sofie', via: 'remote' },
]
const synced = files.map((file): MemoryFile => ({ ...file, sync: 'synced' }))
const withStates = (states: Readonly<Record<string, MemoryFile['sync']>>): readonly MemoryFile[] =>
  synced.map((file) => ({ ...file, sync: states[file.name] ?? file.sync }))

const offer = { host: 'Offer 2026.docx', remote: 'Offer 2026 (Dropbox, Sofie, 2026-11-22).docx' }
const twoVersions: readonly MemoryFile[] = [
  { name: offer.host, sizeBytes: 48_213, updatedBy: 'Anna', updatedAt: minutesAgo(26 * hour) },
  { name: offer.remote, sizeBytes: 51_870, updatedBy: 'Sofie', updatedAt: minutesAgo(3 * hour), via: 'remote' },
]
const waitingForAPerson: MemoryAdapterOptions = {
  record: acme,
  files: [
    ...twoVersions,
    {
      name: 'Old offer.pdf',
      sizeBytes: 210_044,
      updatedAt: minutesAgo(9 * day),
      sync: { state: 'onlyInHost', code: 'removed_in_remote' },
    },
    {
      name: 'Walk-through.mp4',
      sizeBytes: 73 * mebibyte,
      updatedAt: minutesAgo(2 * day),
      updatedBy: 'Jonas',
      sync: { state: 'blocked', code: 'file_too_large' },
    },
    { name: 'Price list.xlsx', sizeBytes: 88_000, updatedAt: minutesAgo(26 * hour), updatedBy: 'Anna', sync: 'synced' },
  ],
  conflicts: [offer],
  remoteOnly: [{ ...held, fileId: 'x', name: 'Draft.docx' }],
  sync: settled,
}
const missing = [
  {
    code: 'projects.edit',
    label: 'Edit projects of others',
    howTo: 'An administrator gives it under Settings > Users > Rights.',
  },
]

/** The states that are shown, by name. */
export const states = {
  list: { record: company, memory: { record: acme, files: synced, sync: settled } },
  syncing: {
    record: company,
    memory: {
      record: acme,
      files: withStates({
        'Drawings.zip': 'uploading',
        'Floor plan.png': 'waiting',
        'Kick-off.pptx': 'waiting',
        'Signed offer.pdf': 'downloading',
      }),
      sync: { phase: 'syncing', progress: { done: 5, total: 9, bytes: 2 * mebibyte } },
    },
  },
  attention: { record: company, memory: waitingForAPerson },
  conflict: { record: company, memory: waitingForAPerson, press: 'Compare…' },
  'one-way': {
    record: { module: 'projects', id: '7' },
    memory: {
      record: { name: 'Riverside', number: '7' },
      files: synced.slice(3, 7),
      access: { write: false, missing },
      sync: { ...settled, direction: 'toDropbox', missing },
    },
  },
  uploads: {
    record: company,
    memory: { record: acme, files: synced.slice(4), sync: settled },
    choose: [
      { name: 'Site photos.zip', sizeBytes: 24 * mebibyte, sentPart: 0.62 },
      { name: 'Minutes 23 November.docx', sizeBytes: 61_000, sentPart: 0.2 },
      { name: 'Walk-through.mp4', sizeBytes: 73 * mebibyte, sentPart: 0 },
    ],
  },
  empty: { record: company, memory: { record: acme, files: [] } },
  'not-linked': { record: company, memory: { record: acme, files, connection: { state: 'none' } } },
} satisfies Readonly<Record<string, State>>

/** One picture: `docs/images/widget/<name>.png`. */
export interface Shot {
  readonly name: string
  readonly state: keyof typeof states
  /** The width of the window in CSS pixels. */
  readonly width: number
  readonly theme: 'light' | 'dark'
  readonly locale: 'en' | 'de'
}

/** All pictures, in the order of `docs/widget.md`. */
export const shots: readonly Shot[] = [
  { name: 'list', state: 'list', width: 420, theme: 'light', locale: 'en' },
  { name: 'list-wide', state: 'list', width: 1280, theme: 'light', locale: 'en' },
  { name: 'list-narrow', state: 'list', width: 320, theme: 'light', locale: 'en' },
  { name: 'list-dark', state: 'list', width: 420, theme: 'dark', locale: 'en' },
  { name: 'list-german', state: 'list', width: 420, theme: 'light', locale: 'de' },
  { name: 'syncing', state: 'syncing', width: 420, theme: 'light', locale: 'en' },
  { name: 'attention', state: 'attention', width: 420, theme: 'light', locale: 'en' },
  { name: 'attention-wide-dark', state: 'attention', width: 1280, theme: 'dark', locale: 'en' },
  { name: 'attention-german', state: 'attention', width: 420, theme: 'light', locale: 'de' },
  { name: 'conflict', state: 'conflict', width: 640, theme: 'light', locale: 'en' },
  { name: 'one-way', state: 'one-way', width: 420, theme: 'light', locale: 'en' },
  { name: 'uploads', state: 'uploads', width: 420, theme: 'light', locale: 'en' },
  { name: 'empty', state: 'empty', width: 420, theme: 'light', locale: 'en' },
  { name: 'not-linked', state: 'not-linked', width: 420, theme: 'light', locale: 'en' },
]
