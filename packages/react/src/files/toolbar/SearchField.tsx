import { type RefObject, useEffect, useState } from 'react'

import { Icon } from '../../icons/Icon.tsx'
import { useWords } from '../../messages/use-words.ts'

/** A person who types is not asked about each letter. */
const restMs = 200

/** Props of {@link SearchField}. */
export interface SearchFieldProps {
  readonly inputRef: RefObject<HTMLInputElement | null>
  /** What the list shows the results of. */
  readonly search: string
  readonly onSearch: (search: string) => void
  /** Ends the search. */
  readonly onClose: () => void
  /** Into the results. */
  readonly onLeave: () => void
}

/** The search, in the place of the header. Escape ends it, Arrow Down leads into what was found. Renders a `<div role="search">`. */
export function SearchField({ inputRef, search, onSearch, onClose, onLeave }: SearchFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState(search)
  const [told, setTold] = useState(search)
  if (told !== search) {
    // Somebody else changed what is searched for.
    setTold(search)
    if (search !== text.trim()) setText(search)
  }
  useEffect(() => {
    if (text.trim() === search) return
    const timer = setTimeout(() => onSearch(text.trim()), restMs)
    return () => clearTimeout(timer)
  }, [text, search, onSearch])
  return (
    // Browsers of 2022, and React 18 in them, do not know <search>.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div role="search" className="tf-header" data-part="search">
      <Icon name="search" />
      <input
        ref={inputRef}
        className="tf-search"
        type="search"
        aria-label={t['files.search']}
        placeholder={t['files.search']}
        value={text}
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') onSearch(text.trim())
          else if (event.key === 'Escape') onClose()
          else if (event.key === 'ArrowDown') onLeave()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <button
        type="button"
        className="tf-icon-button"
        aria-label={t['files.searchEnd']}
        title={t['files.searchEnd']}
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
