import type { RecordView } from '@twinfolder/protocol'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'

/** Why nothing comes back from Dropbox, and the rights that are missing, each with how to get it (P38–P41). */
export function MissingRights({ view }: { readonly view: RecordView }) {
  const { t, crm } = useWords()
  const missing = view.sync.missing.length > 0 ? view.sync.missing : view.access.missing
  const reason = view.access.write ? t['rights.upload']({ crm }) : t[`rights.${view.record.module}`]
  return (
    <>
      <p>{reason}</p>
      {missing.length > 0 ? (
        <ul className="tf-items" aria-label={t['rights.needed']}>
          {missing.map(({ code, label, howTo }) => (
            <li key={code} data-tone="alert">
              <Icon name="missing" />
              <span>
                <span className="tf-strong">{label}</span>
                {howTo ? <span className="tf-small"> {howTo}</span> : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
