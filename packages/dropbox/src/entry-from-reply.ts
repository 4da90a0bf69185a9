import {
  type RemoteChange,
  type RemoteEntry,
  type RemoteFile,
  type RemoteFolder,
  SyncError,
  asSyncError,
  contentHash,
  instant,
  pathLower,
  remoteId,
  remotePath,
  revision,
} from '@twinfolder/core'

import { type Fields, fieldsOf, isFields, numberOf, tagOf, textOf, textOrNull } from './reply-fields.ts'

/** A file of a reply. Replies with one possible type carry no tag, so none is asked for. @throws `unexpected` */
export function fileFrom(reply: unknown): RemoteFile {
  return understood(() => {
    const fields = fieldsOf(reply, 'file')
    // Symbolic links have contents of their own in some replies; what they point at cannot be downloaded.
    const downloadable = fields['is_downloadable'] !== false && !isFields(fields['symlink_info'])
    const hash = textOrNull(fields, 'content_hash')
    return {
      kind: 'file',
      ...placeFrom(fields),
      revision: revision(textOf(fields, 'rev', 'file')),
      contentHash: downloadable && hash !== null ? contentHash(hash) : null,
      sizeBytes: numberOf(fields, 'size', 'file'),
      downloadable,
      modifiedAt: instant(textOf(fields, 'server_modified', 'file')),
    }
  })
}

/** A folder of a reply. @throws `unexpected` */
export function folderFrom(reply: unknown): RemoteFolder {
  return understood(() => ({ kind: 'folder', ...placeFrom(fieldsOf(reply, 'folder')) }))
}

/** A tagged entry of a reply. @throws `unexpected` for anything but a file or folder */
export function entryFrom(reply: unknown): RemoteEntry {
  const change = changeFrom(reply)
  if (change === null || change.kind === 'deleted') {
    throw new SyncError(
      'unexpected',
      `Dropbox sent an entry that this version does not know: ${tagOf(reply) ?? 'none'}.`,
    )
  }
  return change
}

/** An entry of a listing; `null` for one without a path (not mounted) and for kinds that Dropbox may add one day. */
export function changeFrom(reply: unknown): RemoteChange | null {
  const fields = fieldsOf(reply, 'entry')
  const lower = textOrNull(fields, 'path_lower')
  if (lower === null || lower === '') return null
  switch (tagOf(fields)) {
    case 'file':
      return fileFrom(fields)
    case 'folder':
      return folderFrom(fields)
    case 'deleted':
      return { kind: 'deleted', pathLower: pathLower(lower) }
    default:
      return null
  }
}

function placeFrom(fields: Fields): Pick<RemoteFolder, 'id' | 'path' | 'pathLower' | 'name'> {
  const lower = textOf(fields, 'path_lower', 'entry')
  return {
    id: remoteId(textOf(fields, 'id', 'entry')),
    path: remotePath((textOrNull(fields, 'path_display') ?? lower).normalize('NFC')),
    pathLower: pathLower(lower),
    name: textOf(fields, 'name', 'entry').normalize('NFC'),
  }
}

/** The domain's constructors throw TypeErrors; in a reply a bad value is Dropbox's, not a caller's. */
function understood<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw asSyncError(error)
  }
}
