import { folderOf, requireName } from '../files/names.ts'
import { problem } from '../http/problem.ts'

/** What `Upload-Metadata` says: pairs of a key and a value in base64, separated by commas. */
export interface UploadMetadata {
  readonly name: string
  readonly folder: readonly string[]
}

/**
 * Reads `filename` and `folder` (written as in the query of `uploadFile`); other keys mean nothing here.
 *
 * @throws HttpProblem `bad_request`, `name_invalid`
 */
export function uploadMetadata(header: string | undefined): UploadMetadata {
  const values = new Map<string, string>()
  for (const pair of (header ?? '').split(',')) {
    const [key = '', value = '', ...rest] = pair.trim().split(' ')
    if (key === '' && value === '') continue
    if (key === '' || rest.length > 0 || values.has(key)) throw unreadable()
    values.set(key, textOf(value))
  }
  return { name: requireName(values.get('filename') ?? ''), folder: folderOf(values.get('folder') ?? '') }
}

function textOf(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable()
  }
}

function unreadable() {
  return problem('bad_request', 'The header Upload-Metadata is not what tus 1.0 says.')
}
