import type { DropboxEmulator, OwnerEntry } from '@twinfolder/dropbox-emulator'
import { useEffect, useId, useState } from 'react'

import { email } from './in-page.ts'
import type { StageWords } from './stage-words.ts'

/** Props of {@link DropboxPanel}. */
export interface DropboxPanelProps {
  readonly emulator: DropboxEmulator
  readonly words: StageWords
  /** The record's folder that a button puts a file into. */
  readonly dropInto?: string | undefined
}

/** What the emulated Dropbox holds, as its owner sees it. Renders a `<section>` named "Dropbox of Sofie". */
export function DropboxPanel({ emulator, words, dropInto }: DropboxPanelProps) {
  const titleId = useId()
  const { files } = emulator.accounts.get(email)
  const entries = useEntries(emulator)
  const target = entries.find(({ kind, name }) => kind === 'folder' && name === dropInto)
  return (
    <section aria-labelledby={titleId}>
      <div className="dropbox-head">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M7 3 2 6.2l5 3.2 5-3.2zm10 0-5 3.2 5 3.2 5-3.2zM2 12.6l5 3.2 5-3.2-5-3.2zm15-3.2-5 3.2 5 3.2 5-3.2zM7 17l5 3.2 5-3.2-5-3.2z" />
        </svg>
        <h2 id={titleId}>{words.dropboxOf}</h2>
      </div>
      <div className="dropbox-body">
        <p className="muted">{words.aboutDropbox}</p>
        {entries.length > 0 ? (
          <ul>
            {entries.map(({ kind, name, path }) => (
              <li
                key={path}
                data-kind={kind}
                title={path}
                style={{ marginInlineStart: `${path.split('/').length - 2}rem` }}
              >
                {name}
              </li>
            ))}
          </ul>
        ) : null}
        {target ? (
          <button type="button" onClick={() => void files.write(`${target.path}/Signed offer.txt`, 'We agree. Marie')}>
            {words.putFile(target.name)}
          </button>
        ) : null}
      </div>
    </section>
  )
}

/** Everything, each folder before what is in it. */
function useEntries(emulator: DropboxEmulator): readonly OwnerEntry[] {
  const [entries, setEntries] = useState<readonly OwnerEntry[]>([])
  useEffect(() => {
    const look = async (): Promise<void> => {
      const found = await emulator.accounts.get(email).files.list('', { recursive: true })
      setEntries(found.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
    }
    void look()
    return emulator.onChange(() => void look())
  }, [emulator])
  return entries
}
