import type { RecordRef, RecordView } from '@twinfolder/protocol'
import { type ReactNode, memo, useCallback, useMemo, useRef, useState } from 'react'

import { DecisionListHost } from '../decisions/DecisionListHost.tsx'
import { RecordDialogHost, type RecordQuestion } from '../decisions/RecordDialogHost.tsx'
import { useKeptFocus } from '../decisions/use-kept-focus.ts'
import { useRecord } from '../files/use-record.ts'
import { DropboxGlyph } from '../icons/DropboxGlyph.tsx'
import { Icon } from '../icons/Icon.tsx'
import { useLinking } from '../link/use-linking.ts'
import { codeOf } from '../messages/code-of.ts'
import { useExplain } from '../messages/use-explain.ts'
import { usePreload } from '../messages/use-preload.ts'
import { useWords } from '../messages/use-words.ts'
import { WhenReady } from '../messages/WhenReady.tsx'
import { RecordMenu } from './RecordMenu.tsx'
import { StatusActions } from './StatusActions.tsx'
import { StatusTimes } from './StatusTimes.tsx'
import { SyncStatus } from './SyncStatus.tsx'
import { useRequestSyncOf } from './use-request-sync.ts'

/** Props of {@link DropboxSyncButton}. */
export interface DropboxSyncButtonProps {
  readonly record: RecordRef
  readonly className?: string | undefined
  /** Called when the server has accepted the press, not when the files are alike. */
  readonly onSyncRequested?: (() => void) | undefined
  /** Makes "2 need attention" a button: called when it is pressed, to show which ones. */
  readonly onShowAttention?: (() => void) | undefined
}

/**
 * The one button, always there and always called "Synchronise with Dropbox", with a status line beside it. Without a Dropbox the
 * same press links one and goes on. `FilesWidget` has it below its list already.
 */
export function DropboxSyncButton(props: DropboxSyncButtonProps) {
  return (
    <WhenReady fallback={<div className="tf-root tf-sync tf-line tf-wrap" />}>
      <RecordSyncBar {...props} />
    </WhenReady>
  )
}

function RecordSyncBar(props: DropboxSyncButtonProps) {
  const { data: view } = useRecord(props.record)
  return <SyncBar {...props} view={view} />
}

/** Props of {@link SyncBar}. */
export interface SyncBarProps extends DropboxSyncButtonProps {
  readonly view: RecordView | undefined
}

/** The button of a record that is known. The list above it changes with each page of files that scrolls by; the bar does not. */
export const SyncBar = memo(function SyncBar(props: SyncBarProps) {
  const { view, className, onSyncRequested, onShowAttention } = props
  const { module, id } = props.record
  const record = useMemo(() => ({ module, id }), [module, id])
  const { t } = useWords()
  usePreload(RecordDialogHost)
  const { press, isPending, error } = useRequestSyncOf(record, view?.sync.link, { onRequested: onSyncRequested })
  const [question, setQuestion] = useState<RecordQuestion | null>(null)
  const closeQuestion = useCallback(() => setQuestion(null), [])
  const statusRef = useRef<HTMLDivElement>(null)
  const keepFocus = useKeptFocus(statusRef)
  return (
    <div
      className={`tf-root tf-sync tf-line tf-wrap ${className ?? ''}`.trimEnd()}
      data-link={view?.sync.link}
      data-phase={view?.sync.phase}
      data-direction={view?.sync.direction}
    >
      <button type="button" className="tf-button" data-kind="sync" aria-busy={isPending} onClick={() => void press()}>
        <DropboxGlyph />
        {t['sync.withDropbox']}
      </button>
      <div className="tf-line tf-sync-side">
        <div className="tf-status tf-line tf-wrap" ref={statusRef}>
          <div className="tf-status-live tf-lines" role="status">
            {view ? <Status view={view} error={error} /> : null}
          </div>
          {view && !error ? <StatusTimes view={view} /> : null}
          {onShowAttention && view && needsAttention(view) ? (
            <button type="button" className="tf-link" onClick={onShowAttention}>
              {t['sync.showAttention']}
            </button>
          ) : null}
          {view ? <StatusActions view={view} onLink={() => void press()} onPress={keepFocus} /> : null}
          {view?.sync.direction === 'toDropbox' && view.sync.phase !== 'notEnrolled' ? (
            <span className="tf-badge">{t.oneWay}</span>
          ) : null}
        </div>
        {view ? <RecordMenu view={view} onAsk={setQuestion} /> : null}
      </div>
      {view ? <DecisionListHost view={view} /> : null}
      {view && question ? (
        <RecordDialogHost view={view} question={question} onShowAttention={onShowAttention} onClose={closeQuestion} />
      ) : null}
    </div>
  )
})

function needsAttention({ sync: { link, phase, attention } }: RecordView): boolean {
  return link === 'linked' && phase === 'settled' && attention > 0
}

/** What has just happened to the press comes before the state of the record. */
function Status({ view, error }: { readonly view: RecordView; readonly error: Error | null }): ReactNode {
  const { t } = useWords()
  const { state } = useLinking()
  const isUnlinked = view.sync.link !== 'linked'
  if (isUnlinked && (state.step === 'open' || state.step === 'finishing')) {
    return (
      <span className="tf-status-line" data-tone="busy">
        <Icon name="clock" />
        {t['sync.linking']}
      </span>
    )
  }
  if (isUnlinked && state.step === 'failed') return <Failure text={t['connect.error']} />
  if (error && codeOf(error) !== 'not_linked') return <Refusal view={view} error={error} />
  return <SyncStatus view={view} />
}

/** Loads the texts that explain with the first refusal. */
function Refusal({ view, error }: { readonly view: RecordView; readonly error: Error }) {
  const { sentence, remedy } = useExplain()(codeOf(error), view.maxFileBytes)
  return <Failure text={`${sentence}. ${remedy}`} />
}

function Failure({ text }: { readonly text: string }) {
  return (
    <span className="tf-status-line" data-tone="alert">
      <Icon name="alert" />
      {text}
    </span>
  )
}
