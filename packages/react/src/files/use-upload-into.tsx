import type { RecordRef, RecordView } from '@twinfolder/protocol'
import { type ReactNode, useRef, useState } from 'react'

import { useWords } from '../messages/use-words.ts'
import { filesOfInput } from '../uploads/chosen-file.ts'
import { useAddChosen } from '../uploads/use-add-chosen.ts'

/** Lets the user choose files for a folder that is not the open one. */
export interface UploadInto {
  readonly pick: (folder: readonly string[]) => void
  /** Has to be rendered: the browser's dialog belongs to it. */
  readonly input: ReactNode
}

/** Asks for files, and uploads them into the folder that they are for. */
export function useUploadInto(record: RecordRef, view: RecordView | undefined): UploadInto {
  const { t } = useWords()
  const element = useRef<HTMLInputElement>(null)
  const [target, setTarget] = useState<readonly string[]>([])
  const addChosen = useAddChosen(record, view, target)
  return {
    pick(folder) {
      setTarget(folder)
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
          addChosen(filesOfInput(event.target.files))
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    ),
  }
}
