import type { BrowseQuery, RecordKey } from '@twinfolder/core'
import type { FileStateFilter } from '@twinfolder/protocol'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { browseFiles, isListed } from './browse-files.ts'
import { fileEntries } from './file-entries.ts'
import { filesInState } from './files-in-state.ts'
import { isRemoteOnlyInState } from './is-in-state.ts'
import { remoteOnlyEntries } from './remote-only-entries.ts'

/** A page of a folder, or of what a search or a state finds in it and below it. */
export async function filePage(
  parts: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers' | 'files'>,
  session: Session,
  record: RecordKey,
  { state, ...query }: BrowseQuery & { readonly state: FileStateFilter | null },
): Promise<Wire<typeof shapes.FilePage>> {
  const { entries, total } =
    state === null
      ? await browseFiles(parts.files, record, query)
      : await filesInState(parts, session, record, { ...query, state })
  const files = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.file] : []))
  const rows = new Map((await fileEntries(parts, session, record, files)).map((row) => [row.id, row]))
  const place = state === null ? query : { ...query, search: query.search ?? '' }
  return {
    entries: entries.flatMap((entry) => {
      if (entry.kind === 'file') return rows.get(entry.file.id) ?? []
      const name = entry.folder.at(-1) ?? ''
      return { kind: 'folder' as const, name, folder: entry.folder.slice(0, -1), fileCount: entry.fileCount }
    }),
    total,
    offset: query.offset,
    remoteOnly: await remoteOnlyEntries(
      parts,
      session,
      record,
      ({ folder, name, sync }) => isListed(folder, name, place) && (state === null || isRemoteOnlyInState(sync, state)),
    ),
  }
}
