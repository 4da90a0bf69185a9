/** What every contestant is given: the same names, dates and sizes. */
export interface SampleFile {
  /** Sorts by its number, so that every contestant has the same order. */
  readonly name: string
  readonly sizeBytes: number
  /** UTC ISO text. */
  readonly updatedAt: string
  readonly state: 'synced' | 'waiting'
}

const kinds = 'pdf docx xlsx pptx txt csv png jpg svg webp mp4 mov mp3 wav zip 7z json html eml dwg'.split(' ')
const subjects = ['Offer', 'Invoice', 'Site plan', 'Minutes', 'Delivery note', 'Contract', 'Photo']
const newest = Date.UTC(2026, 10, 20, 9)
const hourMs = 3_600_000

/** The first `count` of them: 20 kinds, every tenth still waiting. */
export function sampleFiles(count: number): readonly SampleFile[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `${String(at + 1).padStart(6, '0')} ${subjects[at % subjects.length]}.${kinds[at % kinds.length]}`,
    sizeBytes: 900 + ((at * 7919) % 9_000_000),
    updatedAt: new Date(newest - at * hourMs).toISOString(),
    state: at % 10 === 9 ? 'waiting' : 'synced',
  }))
}
