import { useRef } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { type Chosen, filesOfInput } from '../uploads/chosen-file.ts'

/** A record or a folder without files: one line, one button, the limit. */
export function FilesEmpty({
  isRoot,
  maxFileBytes,
  onFiles,
}: {
  readonly isRoot: boolean
  readonly maxFileBytes: number
  /** `null` where nothing can be uploaded. */
  readonly onFiles: ((chosen: Chosen) => void) | null
}) {
  const { t, bytes } = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="tf-empty" data-part="empty">
      <p className="tf-empty-line">{isRoot ? t.emptyState : t.emptyFolder}</p>
      {onFiles ? (
        <>
          <button type="button" className="tf-button" onClick={() => input.current?.click()}>
            <Icon name="upload" />
            {t.upload}
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            aria-label={t.upload}
            onChange={(event) => {
              onFiles(filesOfInput(event.target.files))
              event.target.value = ''
            }}
          />
          <p className="tf-muted">{t['files.limit']({ max: bytes(maxFileBytes) })}</p>
        </>
      ) : null}
    </div>
  )
}
