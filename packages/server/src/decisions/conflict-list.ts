import type { HostCapabilities, HostFile, RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { ServerParts } from '../server-parts.ts'

type Conflict = Wire<typeof shapes.Conflict>

const LIMIT = 100

/**
 * Pairs of versions of a record that nobody has decided on, oldest first, each once whoever's link it came by. A pair of which
 * a file is gone has decided itself.
 */
export async function conflictList(
  { stores, files }: Pick<ServerParts, 'stores' | 'files'>,
  record: RecordKey,
): Promise<Conflict[]> {
  const pairs = await stores.sync.conflicts(record)
  const ids = [...new Set(pairs.flatMap(({ fileId, copyId }) => [fileId, copyId]))]
  if (ids.length === 0) return []
  const found = await files.get(record, ids)
  const fileOf = new Map(ids.map((id, index) => [id, found[index] ?? null]))
  const choices = choicesOf(files.capabilities(record.module))
  const listed = new Map<string, Conflict>()
  for (const { fileId, copyId } of pairs) {
    const [host, remote] = [fileOf.get(fileId), fileOf.get(copyId)]
    if (!host || !remote || listed.size === LIMIT) continue
    const conflict = {
      folder: [...host.folder],
      host: versionOf(host),
      remote: versionOf(remote),
      choices: [...choices],
    }
    listed.set(JSON.stringify([fileId, copyId]), conflict)
  }
  return [...listed.values()]
}

/** The remote's version is kept by writing it over the host's: only where that can be done on a condition. */
function choicesOf({ replace, conditional }: HostCapabilities): Conflict['choices'] {
  return replace && conditional ? ['host', 'remote', 'both'] : ['host', 'both']
}

function versionOf({ id, name, sizeBytes, mediaType, updatedAt, updatedBy }: HostFile): Conflict['host'] {
  return { fileId: id, name, sizeBytes, mediaType, updatedAt, updatedBy: updatedBy.name === '' ? null : updatedBy.name }
}
