import { type ReactNode, useRef } from 'react'

import { useWords } from '../messages/use-words.ts'
import { type ChosenFile, filesOfInput } from '../uploads/chosen-file.ts'

/** Lets the user choose files for a folder that is not the open one. */
export interface UploadInto {
  readonly pick: (folder: readonly string[]) => void
  /** Has to be rendered: the browser's dialog belongs to it. */
  readonly input: ReactNode
}

/** Asks for files, and gives them with the folder that they are for. */
export function useUploadInto(onFiles: (folder: readonly string[], files: readonly ChosenFile[]) => void): UploadInto {
  const { t } = useWords()
  const element = useRef<HTMLInputElement>(null)
  const target = useRef<readonly string[]>([])
  return {
    pick(folder) {
      target.current = folder
      element.current?.click()
    },
    input: (
      <input
        ref={element}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={t['files.uploadHere']}
        onChange={(event) => {
          onFiles(target.current, filesOfInput(event.target.files))
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    ),
  }
}
