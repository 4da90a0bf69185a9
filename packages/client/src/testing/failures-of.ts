import type { ErrorCode } from '@twinfolder/protocol'

import { TwinfolderError } from '../api-error.ts'

/** Does something with each file; one refusal stops no other. Tells those. */
export function failuresOf<File extends { readonly id: string }>(
  files: readonly File[],
  work: (file: File) => void,
): { readonly id: string; readonly code: ErrorCode }[] {
  return files.flatMap((file) => {
    try {
      work(file)
      return []
    } catch (error) {
      if (!(error instanceof TwinfolderError)) throw error
      return [{ id: file.id, code: error.code }]
    }
  })
}
