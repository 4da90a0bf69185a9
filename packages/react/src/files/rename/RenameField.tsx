import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'

import { useWords } from '../../messages/use-words.ts'
import { isName } from '../../uploads/check-upload.ts'
import type { SelectableEntry } from '../use-selection.ts'

/** Props of {@link RenameField}. */
export interface RenameFieldProps {
  readonly entry: SelectableEntry
  /** Whether something else in the folder is called so. */
  readonly isTaken: (name: string) => boolean
  readonly onSave: (name: string) => void
  readonly onCancel: () => void
}

/**
 * A new name, in the place of the old one. Enter and leaving the field save, Escape does not; a name that can not be is told at once
 * and never sent. Renders a cell with an `<input>`.
 */
export function RenameField({ entry, isTaken, onSave, onCancel }: RenameFieldProps) {
  const { t, sentence } = useWords()
  const [name, setName] = useState(entry.name)
  const [isTold, setIsTold] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  /** Once answered, the blur of the field that goes means nothing. */
  const isDone = useRef(false)
  const id = useId()
  const wanted = name.trim()
  const code = isName(wanted) ? (isTaken(wanted) ? 'name_taken' : null) : 'name_invalid'

  useLayoutEffect(() => {
    const dot = entry.kind === 'file' ? entry.name.lastIndexOf('.') : -1
    isDone.current = false
    input.current?.focus()
    input.current?.setSelectionRange(0, dot > 0 ? dot : entry.name.length)
  }, [entry.kind, entry.name])

  function finish(isLeaving: boolean) {
    if (isDone.current) return
    if (code && !isLeaving) return setIsTold(true)
    isDone.current = true
    if (code || wanted === entry.name) onCancel()
    else onSave(wanted)
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    // The keys of the list mean nothing in a name.
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') finish(false)
    else if (event.key === 'Escape') {
      isDone.current = true
      onCancel()
    } else return
    event.preventDefault()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- keeps clicks of the field from the row
    <div className="tf-cell-name" role="rowheader" onClick={(event) => event.stopPropagation()}>
      <input
        ref={input}
        className="tf-input tf-rename"
        aria-label={t['rename.label']({ name: entry.name })}
        aria-invalid={isTold && code !== null}
        aria-describedby={`${id}-problem`}
        value={name}
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        onChange={(event) => {
          setName(event.target.value)
          setIsTold(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => finish(true)}
      />
      <span id={`${id}-problem`} className="tf-rename-problem" role="alert">
        {isTold && code ? sentence(code) : null}
      </span>
    </div>
  )
}
