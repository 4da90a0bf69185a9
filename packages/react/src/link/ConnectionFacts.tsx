import type { Connection } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { When } from '../messages/When.tsx'

/** What a user should know before and after linking (P4, P9, P11): whose Dropbox, which folder, which accounts. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { t, crm, date, time } = useWords('card')
  if (connection.state === 'linked') {
    return (
      <>
        {connection.health === 'waiting' && connection.blockedUntil ? (
          <p className="tf-note">{t['connect.waits']({ time: time(connection.blockedUntil) })}</p>
        ) : null}
        {connection.health === 'paused' ? <p className="tf-note">{t['connect.paused']}</p> : null}
        <ul className="tf-lines tf-muted">
          <li>
            {t['connect.folder']} <bdi className="tf-strong">{connection.appFolder}</bdi>
          </li>
          <li>{t['connect.records']({ n: connection.records })}</li>
          <li>{t['connect.since']({ date: date(connection.since) })}</li>
          {connection.lastOkAt ? <LastContact at={connection.lastOkAt} /> : null}
        </ul>
      </>
    )
  }
  const restriction = restrictionOf(connection)
  return (
    <ul className="tf-lines tf-muted">
      {connection.state === 'refused' ? <li>{t['connect.reported']({ what: connection.reported })}</li> : null}

      {connection.state === 'none' ? <li>{t['connect.about']}</li> : null}
      <li>{t.perUser}</li>
      <li>{t.consent({ folder: connection.appFolder, crm })}</li>
      {restriction && connection.state !== 'refused' ? <li>{t[restriction]}</li> : null}
    </ul>
  )
}

function LastContact({ at }: { readonly at: string }) {
  const { t } = useWords('card')
  const [before = '', after = ''] = t['connect.lastOk']({ when: '\n' }).split('\n')
  return (
    <li>
      {before}
      <When at={at} />
      {after}
    </li>
  )
}

function restrictionOf({ accountPolicy }: Connection): 'professional' | 'individualPaid' | null {
  switch (accountPolicy) {
    case 'refuseProfessional':
      return 'professional'
    case 'refuseAllIndividualPaid':
      return 'individualPaid'
    case 'acceptEveryAccount':
    case 'custom':
      return null
  }
}
