import type { DropboxOwner } from '../cluster/emulator-process.ts'
import { sideBySide } from '../waiting.ts'

/** Files of an account of which two versions, one after the other, have the same contents: an upload that was made for nothing. */
export async function doubledRevisions(owner: DropboxOwner): Promise<readonly string[]> {
  const paths = [...(await owner.tree())].filter(([, { kind }]) => kind === 'file').map(([path]) => path)
  const doubled: string[] = []
  await sideBySide(paths, 8, async (path) => {
    const versions = await owner.revisions(path)
    const isTwice = versions.some(({ contentHash }, at) => contentHash === versions[at + 1]?.contentHash)
    if (isTwice) doubled.push(`${path} has the same contents twice in its history`)
  })
  return doubled
}
