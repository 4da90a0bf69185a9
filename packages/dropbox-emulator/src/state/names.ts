import { dropboxLowercase } from '../lowercase.ts'
import type { Switches } from '../switches.ts'
import { WriteFailure } from './failures.ts'

const refusedNames = new Set([
  'desktop.ini',
  'thumbs.db',
  '.ds_store',
  'icon\r',
  '.dropbox',
  '.dropbox.attr',
  '.dropbox.cache',
])

/** Longest name, in UTF-16 units: an emoji counts as two. */
const longestName = 255

/** Splits `/a/b` into names; `''` has none. Keeps empty names, so that `/a//b` and `/a/` can be refused. */
export function splitPath(path: string): readonly string[] {
  return path === '' ? [] : path.slice(1).split('/')
}

/** Whether Dropbox can look for this name at all. Stricter rules hold for writing it: {@link checkName}. */
export function isLookupName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('\\') && name.length <= longestName
}

/** @throws WriteFailure when Dropbox refuses to store a file or folder of this name */
export function checkName(name: string, switches: Switches): void {
  if (refusedNames.has(dropboxLowercase(name))) throw new WriteFailure('disallowed_name')
  if (!isLookupName(name) || name.endsWith(' ') || hasControl(name)) throw new WriteFailure('malformed_path')
  if (switches.astralNames === 'refused' && /[\u{10000}-\u{10ffff}]/u.test(name)) {
    throw new WriteFailure('malformed_path')
  }
}

/** `report.pdf`, 2 → `report (2).pdf`. A leading dot is part of the name, and folders have no extension. */
export function numberedName(name: string, suffix: string, kind: 'file' | 'folder'): string {
  const dot = kind === 'file' ? name.lastIndexOf('.') : -1
  return dot > 0 ? `${name.slice(0, dot)} (${suffix})${name.slice(dot)}` : `${name} (${suffix})`
}

function hasControl(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index)
    if (unit < 0x20 || unit === 0x7f) return true
  }
  return false
}
