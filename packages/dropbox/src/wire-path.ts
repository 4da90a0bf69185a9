import { type RemoteId, type RemotePath, SyncError } from '@twinfolder/core'

/** Names that Dropbox refuses for files of operating systems and of its own client, whatever their case. */
const DISALLOWED: ReadonlySet<string> = new Set([
  'desktop.ini',
  'thumbs.db',
  '.ds_store',
  'icon\r',
  '.dropbox',
  '.dropbox.attr',
  '.dropbox.cache',
])
const LONGEST_NAME = 255
const MOST_NAMES = 300

/** A path or id as Dropbox looks it up: composed Unicode, as it finds nothing by a decomposed name (NFD). */
export function wirePath(target: RemotePath | RemoteId): string {
  return target.normalize('NFC')
}

/**
 * A path to write to, checked by Dropbox's rules before anything is sent. Names that only Windows refuses pass.
 * @throws `name_refused`, `path_too_long`
 */
export function writablePath(path: RemotePath): string {
  const wire = wirePath(path)
  const names = wire.slice(1).split('/')
  if (names.length > MOST_NAMES) throw tooLong(`a path of ${names.length} names is too deep, ${MOST_NAMES} are allowed`)
  for (const name of names) {
    const reason = refusalOf(name)
    if (reason)
      throw new SyncError('name_refused', `Dropbox accepts no such name: ${reason}. Rename the file or folder.`)
    if (name.length > LONGEST_NAME) throw tooLong(`a name has ${name.length} characters, ${LONGEST_NAME} are allowed`)
  }
  return wire
}

function refusalOf(name: string): string | null {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it is only dots'
  if (DISALLOWED.has(name.toLowerCase())) return 'it belongs to an operating system or to the Dropbox client'
  if (name.includes('\\')) return 'it holds a backslash'
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'it holds a control character'
  if (/\p{Surrogate}/u.test(name)) return 'it holds half a character'
  if (name.endsWith(' ')) return 'it ends with a space'
  return null
}

function tooLong(reason: string): SyncError {
  return new SyncError('path_too_long', `Dropbox accepts no such path: ${reason}. Shorten it.`)
}
