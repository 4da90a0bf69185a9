import type { Brand } from './brand.ts'

/** A path under the app folder, always starting with `/`, e.g. `/Companies/Acme (42)/quote.pdf`. */
export type RemotePath = Brand<string, 'RemotePath'>

/** The remote's own lowercase form of a path: the key of an entry. Always taken from a reply. */
export type PathLower = Brand<string, 'PathLower'>

/** The remote's version id of a file. Opaque and not ordered. */
export type Revision = Brand<string, 'Revision'>

/** The remote's id of a file or folder. It survives moves and new contents. */
export type RemoteId = Brand<string, 'RemoteId'>

/** The only way to make a {@link RemotePath}. @throws TypeError when `text` is no absolute path. */
export function remotePath(text: string): RemotePath {
  if (!text.startsWith('/') || text.endsWith('/')) {
    throw new TypeError(`A remote path starts with "/" and does not end with it, got "${text}".`)
  }
  return text as RemotePath
}

/** Takes the remote's lowercase path from one of its replies. @throws TypeError when `text` is no absolute path. */
export function pathLower(text: string): PathLower {
  if (!text.startsWith('/')) throw new TypeError(`A lowercase remote path starts with "/", got "${text}".`)
  return text as PathLower
}

/** Takes a revision from a reply. @throws TypeError when `text` is empty. */
export function revision(text: string): Revision {
  if (text === '') throw new TypeError('A revision is not empty.')
  return text as Revision
}

/** Takes an entry id from a reply. @throws TypeError when `text` is empty. */
export function remoteId(text: string): RemoteId {
  if (text === '') throw new TypeError('A remote id is not empty.')
  return text as RemoteId
}

/** The folder of a path, e.g. `/companies/acme (42)` of `/companies/acme (42)/a.pdf`. */
export function parentLower(path: PathLower): PathLower {
  return path.slice(0, path.lastIndexOf('/')) as PathLower
}

/** Whether `path` is `root` or somewhere below it. */
export function isAtOrBelow(path: PathLower, root: PathLower): boolean {
  return path === root || path.startsWith(`${root}/`)
}
