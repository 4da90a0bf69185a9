import { type HostFiles, SyncError } from '@twinfolder/core'

import { fileOf, presentFiles } from './file-rows.ts'
import type { fileWrites } from './file-writer.ts'
import { isAtOrBelow } from './folder-text.ts'
import { addFolders, removeFolders } from './folders.ts'

/**
 * Changes to a folder with everything in it. Each step is one transaction of a few statements, whatever its number of files, so
 * that nobody waits long for the tenant's turn.
 */
export function folderSteps(
  write: ReturnType<typeof fileWrites>,
): Required<Pick<HostFiles, 'moveFolder' | 'deleteFolder'>> {
  return {
    moveFolder: (record, folder, to, { actor, limit }) =>
      write(record.tenantId, async (writer) => {
        const isWithin = folder.every((name, depth) => to[depth] === name)
        if (folder.length === 0 || to.length === 0 || isWithin) {
          throw new SyncError('host_refused', 'A folder is not moved into itself, and the root not at all.')
        }
        const files = presentFiles(writer.db, record).selectAll().where(isAtOrBelow(folder))
        const rows = await files.limit(limit + 1).execute()
        const step = rows.slice(0, limit)
        await writer.moveBelow(step, folder, to, actor)
        const hasMore = rows.length > limit
        if (!hasMore) {
          const folders = await removeFolders(writer.db, record, folder)
          const places = folders.map((names) => [...to, ...names.slice(folder.length)])
          await addFolders(writer.db, record, places)
        }
        return { files: step.length, hasMore }
      }),
    deleteFolder: (record, folder, { actor, limit }) =>
      write(record.tenantId, async (writer) => {
        if (folder.length === 0) throw new SyncError('host_refused', 'The root is not deleted.')
        const files = presentFiles(writer.db, record).selectAll().where(isAtOrBelow(folder))
        const rows = await files.limit(limit + 1).execute()
        const step = rows.slice(0, limit)
        if (step.length > 0) await writer.remove(step, actor)
        const hasMore = rows.length > limit
        return {
          files: step.map(fileOf),
          folders: hasMore ? [] : await removeFolders(writer.db, record, folder),
          hasMore,
        }
      }),
  }
}
