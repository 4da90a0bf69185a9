import type { RecordKey } from '../domain/record-ref.ts'
import type { RecordDescription } from '../ports/host-records.ts'
import { cutText, safeName } from './safe-name.ts'

/**
 * The names to try for a record's folder, best first: `Acme GmbH (1001)` (S9). A meeting adds its ISO date. Without a number the
 * start of the id stands in its place, longer where that is taken.
 */
export function recordFolderNames(record: RecordKey, description: RecordDescription): readonly string[] {
  const text = [description.name?.trim() || description.singular, description.date ?? ''].join(' ').trim()
  const name = safeRecordName(text) || safeRecordName(description.singular) || record.module
  const numbers = description.number === null ? idStarts(record.id) : [description.number, record.id]
  return numbers.map((number) => safeName(`${name} (${number})`))
}

/** Dots and spaces go from both ends, so that `A/B GmbH.` becomes `A-B GmbH`. */
function safeRecordName(text: string): string {
  const trimmed = text.replace(/^[. ]+|[. ]+$/g, '')
  return trimmed === '' ? '' : cutText(safeName(trimmed), 200).trimEnd()
}

function idStarts(id: string): readonly string[] {
  return [...new Set([8, 12, 16, id.length].map((length) => id.slice(0, length)))]
}
