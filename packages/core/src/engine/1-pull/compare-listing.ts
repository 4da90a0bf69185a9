import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostChange, HostFile } from '../../ports/host-files.ts'
import type { HostMirrorRow } from '../../ports/sync-rows.ts'

/** A complete listing of a record, and what it is compared with. */
export interface Listing {
  /** What the last listing told. */
  readonly mirror: readonly HostMirrorRow[]
  /** The same with the files that links have bound since. */
  readonly known: readonly HostMirrorRow[]
  readonly files: readonly HostFile[]
  /** Which of {@link suspectsOf} a point read found. */
  readonly found: readonly HostFile[]
  /** Deleted files that a link still has a baseline of. */
  readonly remembered: ReadonlySet<string>
}

/** Files that are absent now and were absent the time before: a point read tells whether they are gone. */
export function suspectsOf(known: readonly HostMirrorRow[], files: readonly HostFile[]): readonly string[] {
  const listed = new Set(files.map(({ id }) => id))
  return known.filter(({ fileId, absences }) => absences === 1 && !listed.has(fileId)).map(({ fileId }) => fileId)
}

/** What a listing makes of what was known, and what every link is told. A deleted file is kept as such while a link knows it. Pure. */
export function compareListing(
  record: RecordKey,
  { mirror, known, files, found, remembered }: Listing,
): { readonly rows: readonly HostMirrorRow[]; readonly changes: readonly HostChange[] } {
  const before = new Map(mirror.map((row) => [row.fileId, row]))
  const present = new Map([...found, ...files].map((file) => [file.id, file]))
  const rows: HostMirrorRow[] = []
  const changes: HostChange[] = []
  for (const { id: fileId, version } of present.values()) {
    const old = before.get(fileId)
    rows.push({ fileId, version, absences: 0 })
    // One that was absent is news again: what was to be done with it meanwhile was put off.
    if (old?.version !== version || old.absences > 0) changes.push({ type: 'upsert', record, fileId })
  }
  for (const row of known) {
    if (present.has(row.fileId)) continue
    if (row.absences > 1 && !remembered.has(row.fileId)) continue
    if (row.absences === 1) changes.push({ type: 'delete', record, fileId: row.fileId })
    rows.push({ ...row, absences: Math.min(2, row.absences + 1) })
  }
  return { rows, changes }
}
