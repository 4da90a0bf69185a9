import type { HostCapabilities } from '@twinfolder/core'
import { parseFolderParam } from '@twinfolder/protocol'

import { problem } from '../http/problem.ts'

const LONGEST_NAME = 255
/** What the engine writes between the names of a path that is one name. */
const LEVELS = ' / '

/** @throws HttpProblem `name_invalid` for what cannot be the name of a file or folder anywhere */
export function requireName(name: string): string {
  const why = whyInvalid(name)
  if (why) throw problem('name_invalid', why)
  return name
}

/** A folder to look into, from its parameter: whatever the host may have called it. @throws HttpProblem `bad_request` */
export function folderOf(param: string): readonly string[] {
  try {
    return parseFolderParam(param)
  } catch {
    throw problem('bad_request', 'The folder is not percent-encoded as it should be.')
  }
}

/** @throws HttpProblem `name_invalid` */
export function requireFolder(folder: readonly string[]): readonly string[] {
  return folder.map(requireName)
}

/**
 * A folder to put something into. Where the host has one level, its name may be a path such as `Plans / 2026`, as deeper folders of the
 * remote are called there (A17).
 * @throws HttpProblem `name_invalid`; `upload_unsupported` for a folder that the host has no place for
 */
export function requirePlace(folder: readonly string[], capabilities: HostCapabilities): void {
  requireFolder(capabilities.folders === 'flat' ? folder.flatMap((name) => name.split(LEVELS)) : folder)
  requireDepth(folder, capabilities)
}

/** @throws HttpProblem `upload_unsupported` for a folder that the host has no place for */
export function requireDepth(folder: readonly string[], { folders }: HostCapabilities): void {
  const deepest = { none: 0, flat: 1, nested: Infinity }[folders]
  if (folder.length > deepest) throw problem('upload_unsupported', 'The CRM has no such folders for this record.')
}

function whyInvalid(name: string): string | null {
  if (name === '' || name === '.' || name === '..') return 'This is no name.'
  if (name.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`
  if (/[/\0]/.test(name)) return 'A name has no "/" and no zero character.'
  // Half of a character: it could neither be stored nor sent.
  if (/\p{Surrogate}/u.test(name)) return 'The name is no valid text.'
  return null
}
