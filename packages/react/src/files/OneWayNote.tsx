import type { RecordView } from '@twinfolder/protocol'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'

/** Says before the first pass that nothing will come back from Dropbox, and which right is missing (P38–P41). Renders a note. */
export function OneWayNote({ view }: { readonly view: RecordView }) {
  const { t, crm } = useWords()
  if (view.sync.direction !== 'toDropbox') return null
  const missing = view.sync.missing.length > 0 ? view.sync.missing : view.access.missing
  const reason = view.access.write ? t['rights.upload']({ crm }) : t[`rights.${view.record.module}`]
  return (
    <div className="tf-note" role="note">
      <Icon name="oneWay" />
      <div>
        <p>{reason}</p>
        {missing.length > 0 ? (
          <ul className="tf-rights" aria-label={t['rights.needed']}>
            {missing.map(({ code, label, howTo }) => (
              <li key={code}>
                <Icon name="missing" />
                <span>
                  <span className="tf-strong">{label}</span>
                  {howTo ? <span className="tf-muted"> {howTo}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}
