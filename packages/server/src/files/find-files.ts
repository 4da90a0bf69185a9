import { type RecordKey, contentHash } from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { fileEntries } from './file-entries.ts'

type Match = { hash: string; file: Awaited<ReturnType<typeof fileEntries>>[number] }

/** One file for each of these contents that the record has; none in a host that cannot tell. */
export async function findFiles(
  parts: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers' | 'files'>,
  session: Session,
  record: RecordKey,
  hashes: readonly string[],
): Promise<Match[]> {
  const { files } = parts
  if (!files.findByHash || !files.capabilities(record.module).hash) return []
  const found = await files.findByHash(record, [...new Set(hashes)].map(contentHash))
  const entries = await fileEntries(parts, session, record, found)
  return entries.flatMap((file, at) => {
    const hash = found[at]?.contentHash
    return hash ? [{ hash, file }] : []
  })
}
