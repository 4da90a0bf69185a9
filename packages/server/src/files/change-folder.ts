import { type HostFile, type HostFiles, type HostFolder, type RecordKey, SyncError } from '@twinfolder/core'
import type { ErrorCode } from '@twinfolder/protocol'

import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { everyFile } from './browse-files.ts'
import { fileProblemOf } from './file-problem.ts'
import { requireDepth, requireFolder } from './names.ts'
import { actorOf } from './upload-file.ts'

type Parts = Pick<ServerParts, 'files' | 'stores' | 'hub' | 'settings'>
type Failures = { id: string; code: ErrorCode }[]

/** Files of one transaction: the record's other changes wait for it, and not for the whole folder. */
const STEP_FILES = 500

/**
 * Gives a folder another path. A folder is no thing of its own: it is its files that move, in steps, so that a large one stops
 * nobody. A step that fails leaves the earlier ones done; calling again is refused then, and the rest can be moved as files.
 *
 * @throws HttpProblem `folder_unknown`, `name_taken`, `name_invalid`, `bad_request` for a folder that would be in itself
 */
export async function moveFolder(
  parts: Parts,
  session: Session,
  record: RecordKey,
  wanted: { readonly folder: HostFolder; readonly to: HostFolder },
): Promise<{ done: number; failed: Failures }> {
  const { files } = parts
  const capabilities = files.capabilities(record.module)
  if (!files.move || !capabilities.move) {
    throw new SyncError('host_refused', `Files of ${record.module} are not moved here.`)
  }
  const folder = requireNoRoot(wanted.folder)
  const to = requireNoRoot(wanted.to)
  requireDepth(to, capabilities)
  await requireThere(files, record, folder)
  if (isSame(folder, to)) return { done: 0, failed: [] }
  if (isAtOrBelow(to, folder)) throw problem('bad_request', 'A folder cannot be moved into itself.')
  if (await isThere(files, record, to)) throw problem('name_taken', 'There is a folder of this name already.')

  const failed: Failures = []
  let done = 0
  try {
    if (files.moveFolder) {
      for (let hasMore = true; hasMore;) {
        const step = await files.moveFolder(record, folder, to, { actor: actorOf(session), limit: STEP_FILES })
        done += step.files
        hasMore = step.hasMore
      }
    } else {
      for (const { id, version, folder: at } of await filesBelow(files, record, folder)) {
        const place = [...to, ...at.slice(folder.length)]
        await files
          .move({ record, id, expectedVersion: version }, place, actorOf(session), { ifTaken: 'refuse' })
          .then(() => (done += 1))
          .catch((error: unknown) => failed.push({ id, code: fileProblemOf(error).code }))
      }
    }
  } finally {
    await filesChanged(parts, record)
  }
  return { done, failed }
}

/**
 * Deletes a folder with everything in it. What was in it is told: restoring those files brings their folders back, and the folders
 * that were empty can be created again.
 *
 * @throws HttpProblem `folder_unknown`, `name_invalid`
 */
export async function deleteFolder(
  parts: Parts,
  session: Session,
  record: RecordKey,
  wanted: HostFolder,
): Promise<{ deleted: string[]; emptyFolders: string[][]; failed: Failures }> {
  const { files, settings } = parts
  const folder = requireNoRoot(wanted)
  await requireThere(files, record, folder)
  const actor = actorOf(session)
  const removed: HostFile[] = []
  const failed: Failures = []
  const folders: HostFolder[] = []
  try {
    if (files.deleteFolder) {
      for (let hasMore = true; hasMore;) {
        const step = await files.deleteFolder(record, folder, { actor, limit: STEP_FILES })
        removed.push(...step.files)
        folders.push(...step.folders)
        hasMore = step.hasMore
      }
    } else {
      for (const file of await filesBelow(files, record, folder)) {
        await files
          .remove({ record, id: file.id, expectedVersion: file.version }, actor)
          .then(() => removed.push(file))
          .catch((error: unknown) => failed.push({ id: file.id, code: fileProblemOf(error).code }))
      }
    }
  } finally {
    const { tenantId, module, id } = record
    const by = session.userId
    settings.log({ level: 'info', event: 'folder.deleted', tenantId, module, id, files: removed.length, by })
    await filesChanged(parts, record)
  }
  const used = new Set(
    removed.flatMap((file) => file.folder.map((_, depth) => textOf(file.folder.slice(0, depth + 1)))),
  )
  const emptyFolders = folders.filter((one) => !used.has(textOf(one))).map((one) => [...one])
  return { deleted: removed.map(({ id }) => id), emptyFolders, failed }
}

function requireNoRoot(folder: HostFolder): HostFolder {
  if (folder.length === 0) throw problem('name_invalid', 'The root of a record stays where it is.')
  return requireFolder(folder)
}

async function requireThere(files: HostFiles, record: RecordKey, folder: HostFolder): Promise<void> {
  if (!(await isThere(files, record, folder))) throw problem('folder_unknown', 'The folder is gone.')
}

/** A folder is there with a file in it or below it, or by itself where the host has empty ones. */
async function isThere(files: HostFiles, record: RecordKey, folder: HostFolder): Promise<boolean> {
  if (files.folders && files.capabilities(record.module).emptyFolders) {
    return (await files.folders(record)).some((one) => isSame(one, folder))
  }
  return (await filesBelow(files, record, folder)).length > 0
}

async function filesBelow(files: HostFiles, record: RecordKey, folder: HostFolder): Promise<readonly HostFile[]> {
  return (await everyFile(files, record)).filter((file) => isAtOrBelow(file.folder, folder))
}

function isAtOrBelow(folder: HostFolder, root: HostFolder): boolean {
  return root.every((name, depth) => folder[depth] === name)
}

function isSame(a: HostFolder, b: HostFolder): boolean {
  return textOf(a) === textOf(b)
}

function textOf(folder: HostFolder): string {
  return JSON.stringify(folder)
}
