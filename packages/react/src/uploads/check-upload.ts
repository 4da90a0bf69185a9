import type { ErrorCode } from '@twinfolder/protocol'

/** What is known about a file before a byte is sent. */
export interface UploadCandidate {
  readonly name: string
  /** The folders that come with it. */
  readonly folder: readonly string[]
  readonly sizeBytes: number
}

/** Why a file can't be uploaded; `null` when it can. Exactly the limit is allowed (P57). */
export function checkUpload({ name, folder, sizeBytes }: UploadCandidate, maxFileBytes: number): ErrorCode | null {
  if (sizeBytes > maxFileBytes) return 'file_too_large'
  return [name, ...folder].every(isName) ? null : 'name_invalid'
}

/** Whether a file or a folder may be called so. */
export function isName(name: string): boolean {
  if (name.trim() === '' || name === '.' || name === '..' || name.length > 255) return false
  return !Array.from(name).some((character) => character === '/' || character < ' ' || character === '\u007F')
}
