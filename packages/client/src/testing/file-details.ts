import type { FileDetails, RecordRef } from '@twinfolder/protocol'

import { contentHash } from '../content-hash.ts'
import { contentOf, filePath, isDetached, versionsOf } from './memory-file.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'

/** One file with all that is known of it. @throws `file_unknown` */
export async function fileDetails(
  world: MemoryWorld,
  record: MemoryRecord,
  ref: RecordRef,
  fileId: string,
): Promise<FileDetails> {
  const file = record.byId(fileId)
  const { entry, source } = file
  const { capabilities } = recordView(record.settings, ref, world.syncOf(record))
  const versions = versionsOf(file).map(({ version, sizeBytes, updatedAt, updatedBy, via, isCurrent }) => ({
    version,
    sizeBytes,
    updatedAt,
    updatedBy,
    via,
    isCurrent,
  }))
  return {
    file: entry,
    contentHash: await contentHash(contentOf(file)),
    createdAt: source.createdAt === undefined ? entry.updatedAt : source.createdAt,
    createdBy: source.createdBy === undefined ? entry.updatedBy : source.createdBy,
    versions: capabilities.versions ? versions : versions.slice(0, 1),
    copies: copiesOf(world, record, ref, fileId),
  }
}

function copiesOf(world: MemoryWorld, record: MemoryRecord, ref: RecordRef, fileId: string): FileDetails['copies'] {
  const { entry } = record.byId(fileId)
  const { connection } = world
  const me = connection.state === 'linked' ? connection.account.name.split(' ')[0] : null
  const { name, number, remoteFolderUrl } = recordView(record.settings, ref, world.syncOf(record))
  const module = `${ref.module.charAt(0).toUpperCase()}${ref.module.slice(1)}`
  const mine = {
    isMine: true,
    path: `/${module}/${name ?? ref.module} (${number ?? ref.id})/${filePath(entry)}`,
    url: remoteFolderUrl,
  }
  const copies = entry.copies.map((firstName): FileDetails['copies'][number] =>
    firstName === me
      ? { firstName, ...mine, state: 'present' }
      : { firstName, isMine: false, path: null, url: null, state: 'present' },
  )
  const isRemoved = isDetached(entry) && me !== null && me !== undefined
  return isRemoved ? [...copies, { firstName: me, ...mine, state: 'removed' }] : copies
}
