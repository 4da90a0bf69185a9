import { recordKeyText } from '../domain/record-ref.ts'
import type { DirtyKey } from '../ports/sync-rows.ts'

/** A text that is equal for equal keys; usable as a map key and as a column. Never shown, never parsed. */
export function dirtyKeyText(key: DirtyKey): string {
  switch (key.type) {
    case 'file':
      return JSON.stringify(['file', recordKeyText(key.record), key.fileId])
    case 'path':
      return JSON.stringify(['path', key.record && recordKeyText(key.record), key.pathLower])
    case 'record':
      return JSON.stringify(['record', recordKeyText(key.record)])
  }
}

/** The text of the key that a problem is about; at most one problem exists for it. */
export function problemKeyText(problem: { readonly key: DirtyKey }): string {
  return dirtyKeyText(problem.key)
}
