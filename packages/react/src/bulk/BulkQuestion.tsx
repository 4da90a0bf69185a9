import type { BulkPreflight, BulkRun, SegmentRef } from '@twinfolder/protocol'

import { useConnection } from '../link/use-connection.ts'
import { useLinking } from '../link/use-linking.ts'
import { formatDuration } from '../messages/format-duration.ts'
import type { Texts } from '../messages/language.ts'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { useBulkActions, useBulkPreflight } from './use-bulk-run.ts'

/** Asks before a run: how much there is, how long it will take, what is left out. Without a Dropbox it offers to connect one and goes on (P29, P30). */
export function BulkQuestion({
  segment,
  onClose,
  onStarted,
}: {
  readonly segment: SegmentRef
  readonly onClose: () => void
  readonly onStarted: (run: BulkRun) => void
}) {
  const { t } = useWords('bulk')
  const { data: connection } = useConnection()
  const isLinked = connection?.state === 'linked'
  const preflight = useBulkPreflight(segment, isLinked)
  const { start } = useBulkActions()
  const failure = preflight.error ?? start.error
  if (connection && !isLinked) return <ConnectFirst segment={segment} onClose={onClose} />
  const { data } = preflight
  return (
    <Dialog
      title={data ? question(segment, data, t) : t['sync.withDropbox']}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            className="tf-button"
            data-kind="primary"
            disabled={!data || data.records === 0}
            aria-busy={start.isPending}
            onClick={() => start.mutate(segment, { onSuccess: onStarted })}
          >
            {t['bulk.start']}
          </button>
          <button type="button" className="tf-button" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <div aria-live="polite">
        {data ? <Facts preflight={data} /> : null}
        {!data && !failure ? <ProgressBar label={t['bulk.counting']} value={null} max={1} /> : null}
      </div>
      {failure ? <Problem error={failure} /> : null}
    </Dialog>
  )
}

function question(segment: SegmentRef, { records }: BulkPreflight, t: Texts<'bulk'>): string {
  if (records === 0) return t['bulk.nothing']
  if ('module' in segment) return t[`bulk.${segment.module}`]({ n: records })
  const [first] = segment.records
  const isOne = segment.records.every(({ module }) => module === first?.module)
  return isOne && first ? t[`bulk.${first.module}`]({ n: records }) : t['bulk.mixed']({ n: records })
}

function Facts({ preflight }: { readonly preflight: BulkPreflight }) {
  const { t, locale, bytes, sentence } = useWords('bulk')
  const number = new Intl.NumberFormat(locale)
  const facts = [
    [t['bulk.records'], number.format(preflight.records)],
    [t['bulk.files'], preflight.files === null ? t['bulk.unknown'] : number.format(preflight.files)],
    [t['bulk.size'], preflight.bytes === null ? t['bulk.unknown'] : bytes(preflight.bytes)],
    [
      t['bulk.time'],
      preflight.estimatedSeconds === null ? t['bulk.unknown'] : formatDuration(preflight.estimatedSeconds, t),
    ],
  ] as const
  return (
    <>
      <dl className="tf-numbers">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {preflight.excluded.length > 0 ? (
        <div className="tf-lines">
          <p className="tf-strong">{t['bulk.excluded']}</p>
          <ul>
            {preflight.excluded.map(({ code, count }) => (
              <li key={code}>
                <span className="tf-count">{number.format(count)}</span> {sentence(code)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <p className="tf-muted">{t['bulk.background']}</p>
    </>
  )
}

function ConnectFirst({ segment, onClose }: { readonly segment: SegmentRef; readonly onClose: () => void }) {
  const { t, crm } = useWords('bulk')
  const { data: connection } = useConnection()
  const { link, isLinking, state } = useLinking()
  return (
    <Dialog
      title={t['sync.withDropbox']}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            className="tf-button"
            data-kind="primary"
            aria-busy={isLinking}
            onClick={() => void link({ intent: { type: 'syncSegment', segment } })}
          >
            {connection?.state === 'reconnect' ? t.reconnect : t.connect}
          </button>
          <button type="button" className="tf-button" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <p className="tf-strong" role="status">
        {isLinking ? t['connect.opened'] : connection?.state === 'reconnect' ? t['sync.reconnect'] : t.notConnected}
      </p>
      <p>{t.perUser}</p>
      {connection ? <p>{t.consent({ folder: connection.appFolder, crm })}</p> : null}
      {state.step === 'failed' ? <Problem title={t['connect.error']} error={state.error} /> : null}
    </Dialog>
  )
}
