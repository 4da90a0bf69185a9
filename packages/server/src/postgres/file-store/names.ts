import { type HostFolder, SyncError } from '@twinfolder/core'

/** Longer than any file system or remote allows, and short enough for an index. */
const MAX_NAME_LENGTH = 500

/** @throws SyncError `host_refused` for a name that cannot be stored; everything else can, as names are no paths here (X38) */
export function assertName(name: string): void {
  if (name === '') throw new SyncError('host_refused', 'A file or folder needs a name.')
  if (name.length > MAX_NAME_LENGTH) {
    throw new SyncError(
      'host_refused',
      `A name has at most ${MAX_NAME_LENGTH} characters, this one has ${name.length}.`,
    )
  }
  if (name.includes('\0')) throw new SyncError('host_refused', 'A name cannot have a NUL character.')
}

/** @throws SyncError `host_refused` for a folder of which a name cannot be stored */
export function assertFolder(folder: HostFolder): void {
  for (const name of folder) assertName(name)
}

/** A folder and the folders above it, outermost first, without the root. */
export function withParents(folder: HostFolder): readonly HostFolder[] {
  return folder.map((_, depth) => folder.slice(0, depth + 1))
}

/** `quote.pdf`, `quote (2).pdf`, `quote (3).pdf`, … from a number to another one, exclusive. */
export function numberedNames(name: string, from: number, to: number): readonly string[] {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  const extension = dot > 0 ? name.slice(dot) : ''
  const numbers = Array.from({ length: to - from }, (_, index) => from + index)
  return numbers.map((number) => (number === 1 ? name : `${stem} (${number})${extension}`))
}
