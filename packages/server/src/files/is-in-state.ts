import { type FileSync, syncErrorClasses } from '@twinfolder/core'
import type { FileStateFilter } from '@twinfolder/protocol'

/** Whether a file of the host belongs to what is listed alone. */
export function isInState({ state, code }: FileSync, wanted: FileStateFilter): boolean {
  const passes = code !== null && syncErrorClasses[code] === 'retry-later'
  switch (wanted) {
    case 'attention':
      return (
        state === 'conflict' ||
        state === 'held' ||
        state === 'blocked' ||
        (state === 'failed' && !passes) ||
        (state === 'onlyInHost' && code === 'removed_in_remote')
      )
    case 'waiting':
      return state === 'waiting' || state === 'uploading' || state === 'downloading' || (state === 'failed' && passes)
    case 'onlyInHost':
    case 'onlyInDropbox':
    case 'synced':
      return state === wanted
  }
}

/** The same for what is only in the remote: it is all of that, and either waits or needs a person. */
export function isRemoteOnlyInState({ state }: Pick<FileSync, 'state'>, wanted: FileStateFilter): boolean {
  if (wanted === 'onlyInDropbox') return true
  return wanted === (state === 'onlyInDropbox' ? 'waiting' : 'attention')
}
