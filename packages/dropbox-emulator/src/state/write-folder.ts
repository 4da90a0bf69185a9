import type { FolderEntry } from './entry.ts'
import { WriteFailure } from './failures.ts'
import type { View } from './view.ts'
import { addFolder, entryAt, openPlace, renamed, writeTarget } from './write-target.ts'

/** Makes a folder and its missing parents. @throws WriteFailure when something is there already */
export function createFolder(view: View, path: string, autorename: boolean): FolderEntry {
  const target = writeTarget(view, path)
  const existing = entryAt(target)
  if (!existing) return addFolder(view, openPlace(view, target))
  if (!autorename) throw new WriteFailure(`conflict/${existing.kind}`)
  return addFolder(view, openPlace(view, renamed(view, target, 'folder')))
}
