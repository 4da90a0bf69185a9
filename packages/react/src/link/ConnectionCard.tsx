import type { Connection } from '@twinfolder/protocol'
import { useId, useState } from 'react'

import { HoldLine } from '../decisions/HoldLine.tsx'
import { FilesSkeleton } from '../files/FilesSkeleton.tsx'
import { DropboxGlyph } from '../icons/DropboxGlyph.tsx'
import { useWords } from '../messages/use-words.ts'
import { Problem } from '../primitives/Problem.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { DisconnectDialog } from './DisconnectDialog.tsx'
import { LinkPauseButton } from './LinkPauseButton.tsx'
import { LinkActivity } from './LinkActivity.tsx'
import { LinkFailure } from './LinkFailure.tsx'
import { useConnection } from './use-connection.ts'
import { useLinking } from './use-linking.ts'

/** The card itself, once its texts are there. */
export function ConnectionCard({
  classes,
  headingLevel,
}: {
  readonly classes: string
  readonly headingLevel: 2 | 3 | 4
}) {
  const { t } = useWords('card')
  const titleId = useId()
  const { data: connection, error, refetch } = useConnection()
  const { state, isLinking, link } = useLinking()
  const [isLeaving, setIsLeaving] = useState(false)
  const Heading = `h${headingLevel}` as const
  const isLinked = connection?.state === 'linked'
  return (
    <article className={classes} aria-labelledby={titleId} data-state={connection?.state ?? 'loading'}>
      <div className="tf-line">
        {isLinked || !connection ? (
          <span className="tf-logo">
            <DropboxGlyph />
          </span>
        ) : (
          <button
            type="button"
            className="tf-logo"
            aria-label={t['connect.title']}
            title={t.connect}
            onClick={() => void link()}
          >
            <DropboxGlyph />
          </button>
        )}
        <div>
          <Heading id={titleId} className="tf-heading">
            {t['connect.title']}
          </Heading>
          <p className={connection?.state === 'linked' ? undefined : 'tf-muted'} role="status">
            {connection ? <StatusText connection={connection} isLinking={isLinking} /> : null}
          </p>
        </div>
      </div>
      {error && !connection ? (
        <Problem error={error}>
          <button type="button" className="tf-button" onClick={() => void refetch()}>
            {t.retry}
          </button>
        </Problem>
      ) : null}
      {state.step === 'failed' ? <LinkFailure error={state.error} /> : null}
      {isLinked && connection.hold ? <HoldLine vanished={connection.hold.vanished} /> : null}
      {connection ? <ConnectionFacts connection={connection} /> : <FilesSkeleton rows={2} />}
      {connection ? (
        <Actions connection={connection} isLinking={isLinking} onDisconnect={() => setIsLeaving(true)} />
      ) : null}
      {isLinked ? <LinkActivity headingLevel={headingLevel} /> : null}
      {isLeaving ? <DisconnectDialog onClose={() => setIsLeaving(false)} /> : null}
    </article>
  )
}

function StatusText({ connection, isLinking }: { readonly connection: Connection; readonly isLinking: boolean }) {
  const { t, sentence } = useWords('card')
  if (isLinking && connection.state !== 'linked') return t['connect.opened']
  switch (connection.state) {
    case 'none':
      return t.notConnected
    case 'linked':
      return t.connectedAs({ email: connection.account.email })
    case 'reconnect':
      return t['sync.reconnect']
    case 'refused':
      return sentence(connection.code)
  }
}

function Actions({
  connection,
  isLinking,
  onDisconnect,
}: {
  readonly connection: Connection
  readonly isLinking: boolean
  readonly onDisconnect: () => void
}) {
  const { t } = useWords('card')
  const { link } = useLinking()
  const another = (
    <button type="button" className="tf-button" onClick={() => void link({ useAnotherAccount: true })}>
      {t['connect.another']}
    </button>
  )
  const disconnect = (
    <button type="button" className="tf-button" onClick={onDisconnect}>
      {t.disconnect}
    </button>
  )
  const main = (label: string, useAnotherAccount = false) => (
    <button
      type="button"
      className="tf-button"
      data-kind="primary"
      aria-busy={isLinking}
      onClick={() => void link({ useAnotherAccount })}
    >
      {label}
    </button>
  )
  switch (connection.state) {
    case 'none':
      return (
        <div className="tf-line tf-wrap">
          {main(t.connect)}
          <a className="tf-link" href="https://www.dropbox.com/register" target="_blank" rel="noreferrer">
            {t['connect.noAccount']}
          </a>
        </div>
      )
    case 'linked':
      return (
        <div className="tf-line tf-wrap">
          {connection.health === 'held' ? null : <LinkPauseButton connection={connection} />}
          {another}
          {disconnect}
        </div>
      )
    case 'reconnect':
      return (
        <div className="tf-line tf-wrap">
          {main(t.reconnect)}
          {another}
          {disconnect}
        </div>
      )
    case 'refused':
      return <div className="tf-line tf-wrap">{main(t['connect.another'], true)}</div>
  }
}
