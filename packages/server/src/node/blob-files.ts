import { type Stats, constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'

import { isSystemError } from './system-error.ts'

/** Where contents are staged before they get their place; on the same volume, so that a rename is atomic. */
const STAGING = 'staging'
const DAY_MS = 86_400_000

/** Windows has no such flag, and no symbolic links without a privilege. */
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0

/** The files of a blob store: `<root>/<first two digits of the id>/<id>`. An id is 32 hex digits and nothing else. */
export interface BlobFiles {
  /** Opens a new file in the staging folder. */
  stage(id: string): Promise<FileHandle>
  /** Gives a staged file its place, so that it survives the end of the process. */
  place(id: string): Promise<void>
  /** Removes a staged file that is not wanted. */
  discard(id: string): Promise<void>
  /** The size of the file of an id; `null` when there is none, or something else is in its place. */
  sizeOf(id: string): Promise<number | null>
  /** Opens for reading; a symbolic link is not followed. */
  open(id: string): Promise<FileHandle>
  remove(id: string): Promise<void>
  ids(): AsyncIterable<string>
}

/** Opens the files below `root` and creates what is missing. Files that were staged more than a day ago are removed. */
export async function blobFiles(root: string): Promise<BlobFiles> {
  await mkdir(join(root, STAGING), { recursive: true, mode: 0o700 })
  if (!(await isFolder(join(root, STAGING)))) throw new Error(`"${join(root, STAGING)}" is no folder of its own.`)
  await syncFolder(root)
  await removeForgotten(join(root, STAGING))
  const staged = (id: string): string => join(root, STAGING, id)
  const shard = (id: string): string => join(root, id.slice(0, 2))
  const placed = (id: string): string => join(shard(id), id)
  return {
    stage: (id) => open(staged(id), 'wx', 0o600),
    async place(id) {
      const isNew = (await mkdir(shard(id), { recursive: true, mode: 0o700 })) !== undefined
      if (!(await isFolder(shard(id)))) throw new Error(`"${shard(id)}" is no folder; contents are not written there.`)
      await rename(staged(id), placed(id))
      await syncFolder(shard(id))
      // The folder's own name must survive a loss of power, too.
      if (isNew) await syncFolder(root)
    },
    discard: (id) => removeIfThere(staged(id)),
    async sizeOf(id) {
      if (!isBlobId(id) || !(await isFolder(shard(id)))) return null
      const found = await lookAt(placed(id))
      return found?.isFile() ? found.size : null
    },
    open: (id) => open(placed(id), constants.O_RDONLY | O_NOFOLLOW),
    async remove(id) {
      if (isBlobId(id)) await removeIfThere(placed(id))
    },
    async *ids() {
      for (const folder of await readdir(root, { withFileTypes: true })) {
        if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) continue
        for (const file of await readdir(join(root, folder.name), { withFileTypes: true })) {
          if (file.isFile() && isBlobId(file.name)) yield file.name
        }
      }
    },
  }
}

function isBlobId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id)
}

async function isFolder(path: string): Promise<boolean> {
  return (await lookAt(path))?.isDirectory() ?? false
}

async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await lstat(path)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error
  }
}

/** Makes a rename durable. Windows cannot open a folder, and needs it less. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function removeForgotten(staging: string): Promise<void> {
  for (const name of await readdir(staging)) {
    const found = await lookAt(join(staging, name))
    if (found?.isFile() && found.mtimeMs < Date.now() - DAY_MS) await removeIfThere(join(staging, name))
  }
}
