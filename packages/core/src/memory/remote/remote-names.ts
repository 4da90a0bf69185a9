import { type PathLower, type RemotePath, pathLower, remotePath } from '../../domain/remote-path.ts'
import { SyncError } from '../../sync-error.ts'

const REFUSED_NAMES = new Set([
  'desktop.ini',
  'thumbs.db',
  '.ds_store',
  'icon\r',
  '.dropbox',
  '.dropbox.attr',
  '.dropbox.cache',
])
const LONGEST_NAME = 255
const LONGEST_PATH = 4096

/** The key of a path: paths differ neither by case nor by Unicode composition. */
export function lowerOf(path: string): PathLower {
  return pathLower(path.normalize('NFC').toLowerCase())
}

/** The folder above a path; `null` for what is directly in the app folder. */
export function parentOf(path: RemotePath): RemotePath | null {
  const end = path.lastIndexOf('/')
  return end === 0 ? null : remotePath(path.slice(0, end))
}

/** The last component of a path, composed. */
export function nameOf(path: RemotePath): string {
  return path.slice(path.lastIndexOf('/') + 1).normalize('NFC')
}

/** @throws SyncError `name_refused` or `path_too_long` when nothing can be written at a path. */
export function assertNames(path: RemotePath): void {
  if (path.length > LONGEST_PATH) throw new SyncError('path_too_long', `The path has ${path.length} characters.`)
  for (const name of path.split('/').slice(1)) {
    if (isRefused(name)) throw new SyncError('name_refused', `The remote does not take the name "${name}".`)
  }
}

function isRefused(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.length > LONGEST_NAME) return true
  if (name.endsWith(' ') || name.includes('\\') || hasControl(name)) return true
  return REFUSED_NAMES.has(name.toLowerCase())
}

function hasControl(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at)
    if (code < 32 || code === 127) return true
  }
  return false
}
