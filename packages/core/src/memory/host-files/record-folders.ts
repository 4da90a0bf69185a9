import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { HostFolder } from '../../ports/host-files.ts'

/** The folders of records. A folder has all its parents and stays when its last file is gone. */
export function recordFolders() {
  const byRecord = new Map<string, Map<string, HostFolder>>()
  return {
    add(record: RecordKey, folder: HostFolder): void {
      const folders = byRecord.get(recordKeyText(record)) ?? new Map<string, HostFolder>()
      for (let depth = 1; depth <= folder.length; depth += 1) {
        const parent = Object.freeze(folder.slice(0, depth))
        folders.set(folderText(parent), parent)
      }
      byRecord.set(recordKeyText(record), folders)
    },
    /** Forgets a folder and those below it. */
    remove(record: RecordKey, root: HostFolder): void {
      const folders = byRecord.get(recordKeyText(record))
      for (const [text, folder] of folders ?? []) if (isAtOrBelow(folder, root)) folders?.delete(text)
    },
    all: (record: RecordKey): readonly HostFolder[] => [...(byRecord.get(recordKeyText(record))?.values() ?? [])],
  }
}

/** A text that is equal for equal folders. */
export function folderText(folder: HostFolder): string {
  return JSON.stringify(folder)
}

/** Whether `folder` is `root` or somewhere below it. */
export function isAtOrBelow(folder: HostFolder, root: HostFolder): boolean {
  return root.every((name, depth) => folder[depth] === name)
}
