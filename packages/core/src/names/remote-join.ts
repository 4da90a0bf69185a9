import { type PathLower, type RemotePath, pathLower, remotePath } from '../domain/remote-path.ts'
import { fold } from './fold.ts'

/** A path for a request: a folder and a name in it. The root is `''`. */
export function joinPath(folder: RemotePath | '', name: string): RemotePath {
  return remotePath(`${folder}/${name}`)
}

/**
 * Where a name would probably be kept. A guess to look rows up with: it misses where the remote folds a letter in its own way
 * (C58), and then the reply tells. Rows are always written under the path of a reply.
 */
export function guessLower(folder: PathLower | '', name: string): PathLower {
  return pathLower(`${folder}/${fold(name)}`)
}
