import { type ReactNode, useRef } from 'react'

import { Icon } from '../../icons/Icon.tsx'
import { keepFormats } from '../../messages/keep-formats.ts'
import { useWords } from '../../messages/use-words.ts'
import type { MenuEntry } from '../../primitives/Menu.tsx'
import { MenuButton } from '../../primitives/MenuButton.tsx'
import { type Chosen, filesOfInput } from '../../uploads/chosen-file.ts'

/** Props of {@link FilesHeader}. */
export interface FilesHeaderProps {
  readonly titleId: string
  readonly headingLevel: 2 | 3 | 4
  /** `null` while unknown. */
  readonly count: number | null
  readonly canUpload: boolean
  readonly canCreateFolder: boolean
  readonly onFiles: (chosen: Chosen) => void
  readonly onNewFolder: () => void
  readonly onSearch: () => void
  /** Further buttons, between the search and *Add*. */
  readonly children?: ReactNode
}

/** Title, count, what changes the look of the list, and what can be added. */
export function FilesHeader(props: FilesHeaderProps) {
  const { titleId, headingLevel, count, canUpload, canCreateFolder, onFiles, onNewFolder, onSearch, children } = props
  const { t, locale } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const folderInput = useRef<HTMLInputElement>(null)
  const Heading = `h${headingLevel}` as const
  const entries = (): readonly MenuEntry[] => [
    { label: t.upload, icon: 'upload', onSelect: () => input.current?.click() },
    { label: t.uploadFolder, icon: 'folder', onSelect: () => folderInput.current?.click() },
    ...(canCreateFolder ? [{ label: t.newFolder, icon: 'folderPlus', onSelect: onNewFolder } as const] : []),
  ]
  return (
    <div className="tf-header">
      <Heading id={titleId} className="tf-title">
        {t['files.title']}
      </Heading>
      {count !== null && count > 0 ? (
        <span className="tf-count">
          <span aria-hidden="true">{countFormat(locale).format(count)}</span>
          <span className="tf-hidden">{t['files.items']({ n: count })}</span>
        </span>
      ) : null}
      <span className="tf-spring" />
      <span className="tf-tools">
        <button
          type="button"
          className="tf-icon-button"
          aria-label={t['files.search']}
          title={t['files.search']}
          onClick={onSearch}
        >
          <Icon name="search" />
        </button>
        {children}
        {canUpload ? (
          <>
            <MenuButton label={t.add} entries={entries} className="tf-icon-button">
              <Icon name="plus" />
            </MenuButton>
            <input
              ref={input}
              className="tf-file-input"
              type="file"
              multiple
              hidden
              aria-label={t.upload}
              onChange={(event) => {
                onFiles(filesOfInput(event.target.files))
                // The same file can be chosen again.
                event.target.value = ''
              }}
            />
            <input
              ref={folderInput}
              className="tf-file-input"
              type="file"
              // React knows the attribute; the types of the DOM do not call it a standard.
              {...{ webkitdirectory: '' }}
              hidden
              aria-label={t.uploadFolder}
              onChange={(event) => {
                onFiles(filesOfInput(event.target.files))
                event.target.value = ''
              }}
            />
          </>
        ) : null}
      </span>
    </div>
  )
}

const countFormat = keepFormats((locale: string) => new Intl.NumberFormat(locale))
