import type { FileCopy } from '@twinfolder/protocol'

import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { useWords } from '../messages/use-words.ts'

const icons: Readonly<Record<FileCopy['state'], LateIconName>> = { present: 'check', removed: 'onlyHere', left: 'stop' }

/** In whose Dropbox a file is; of others only the names are known. */
export function CopyList({ copies }: { readonly copies: readonly FileCopy[] }) {
  const { t } = useWords('details')
  const note = { present: '', removed: t['details.removed'], left: t['details.left'] }
  return (
    <section className="tf-lines">
      <h3 className="tf-small">{t['details.copies']}</h3>
      {copies.length === 0 ? <p className="tf-muted">{t['details.noCopies']}</p> : null}
      <ul className="tf-items" aria-label={t['details.copies']}>
        {copies.map(({ firstName, isMine, state }, index) => (
          // Two people may have one name.
          <li key={`${firstName} ${index}`}>
            <LateIcon name={icons[state]} />
            <span>
              {isMine ? t['details.you']({ name: firstName }) : firstName}
              {note[state] ? <span className="tf-muted"> · {note[state]}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
