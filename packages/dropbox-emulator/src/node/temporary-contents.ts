import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { ContentStore } from '../state/contents.ts'
import { fileContents } from './file-contents.ts'

/** Contents for as long as the process lives: small ones in memory, large ones in a temporary folder. */
export async function temporaryContents(): Promise<{
  readonly contents: ContentStore
  readonly remove: () => Promise<void>
}> {
  await removeOrphans()
  const folder = await mkdtemp(join(tmpdir(), `dropbox-emulator-${process.pid}-`))
  return {
    contents: await fileContents(folder, { smallInMemory: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Folders of processes that were killed before they could remove them. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = /^dropbox-emulator-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not allowed to signal it: it is alive, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
