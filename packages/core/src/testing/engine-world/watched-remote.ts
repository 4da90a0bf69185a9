import { remotePath } from '../../domain/remote-path.ts'
import type { Remote, RemoteFile, UploadRequest } from '../../ports/remote.ts'
import { textOf } from '../bytes.ts'
import type { World } from './engine-world.ts'

/**
 * Notes, at the moment of the effect, what destroys a content that the CRM has never held (I2), and what brings back unchanged a
 * file that was bound and is gone in the remote (I5).
 */
export function watched(
  remote: Remote,
  world: () => World,
  notes: { readonly blindWrites: string[]; readonly returns: string[] },
): Remote {
  const { owner } = remote as Remote & { readonly owner: { bytesOf(path: string): Promise<Uint8Array | null> } }
  const guarded = async <Result>(path: string, what: string, effect: () => Promise<Result>): Promise<Result> => {
    const entry = await remote.get(remotePath(path))
    const there = entry && (await owner.bytesOf(path))
    const isHeld = !there || world().crm.textsEver().includes(textOf(there))
    const result = await effect()
    if (!isHeld) notes.blindWrites.push(`${what} ${path}`)
    return result
  }
  const added = async (request: UploadRequest, effect: () => Promise<RemoteFile>): Promise<RemoteFile> => {
    const spoke = world().spokes.find((one) => one.remote === remote)
    const bound = (await spoke?.baselines())?.filter(({ status }) => status === 'on') ?? []
    const isReturn = bound.some(({ path, contentHash }) => path === request.path && contentHash === request.contentHash)
    const result = await effect()
    if (isReturn) notes.returns.push(request.path)
    return result
  }
  return {
    ...remote,
    upload: (request, options) =>
      request.precondition.type === 'add'
        ? added(request, () => remote.upload(request, options))
        : guarded(request.path, 'upload over', () => remote.upload(request, options)),
    deleteFile: (file, options) => guarded(file.path, 'delete', () => remote.deleteFile(file, options)),
  }
}
