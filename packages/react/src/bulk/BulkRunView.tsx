import type { BulkRecord, BulkRun } from '@twinfolder/protocol'
import { useId, useLayoutEffect, useRef, useState } from 'react'

import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { useExplain } from '../messages/use-explain.ts'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import { resultText } from './result-text.ts'
import { bulkCounts, useBulkRecords } from './use-bulk-run.ts'

const more = 100

/** How a run stands, record by record. */
export function BulkRunView({ run }: { readonly run: BulkRun }) {
  const { t } = useWords('bulk')
  const { failed, cancelled, ended } = bulkCounts(run)
  const isRunning = run.state === 'running'
  return (
    <>
      <div className="tf-stack" data-state={run.state}>
        <p className="tf-strong" role="status">
          {isRunning ? t['bulk.running']({ done: ended, total: run.total }) : resultText(run, t)}
          {!isRunning && cancelled > 0 ? ` · ${t['bulk.cancelled']({ n: cancelled })}` : null}
        </p>
        {isRunning ? (
          <>
            <ProgressBar label={t['syncing.unknown']} value={ended} max={run.total} />
            <p className="tf-muted">{t['bulk.background']}</p>
          </>
        ) : null}
      </div>
      <RecordList key={run.id} run={run} failed={failed} />
    </>
  )
}

function RecordList({ run, failed }: { readonly run: BulkRun; readonly failed: number }) {
  const { t } = useWords('bulk')
  const groupName = useId()
  const [chosen, setChosen] = useState<'all' | 'attention' | null>(null)
  const [limit, setLimit] = useState(more)
  const filter = chosen ?? (run.state !== 'running' && failed > 0 ? 'attention' : 'all')
  const { data } = useBulkRecords(run.id, filter, limit)
  const groupRef = useRef<HTMLFieldSetElement>(null)
  // The end of the run can change the filter; a focus on the filter goes along.
  useLayoutEffect(() => {
    const group = groupRef.current
    if (group?.contains(document.activeElement)) group.querySelector<HTMLElement>(`[value=${filter}]`)?.focus()
  }, [filter])
  return (
    <div className="tf-stack">
      <fieldset ref={groupRef} className="tf-line tf-segments">
        <legend className="tf-hidden">{t['bulk.filter']}</legend>
        {(['all', 'attention'] as const).map((value) => (
          <label key={value}>
            <input
              className="tf-hidden"
              type="radio"
              name={groupName}
              value={value}
              checked={filter === value}
              data-autofocus={filter === value || undefined}
              onChange={() => setChosen(value)}
            />
            <span className="tf-chip">{t[`bulk.${value}`]}</span>
          </label>
        ))}
      </fieldset>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reachable by keyboard */}
      <ul className="tf-items tf-run-list" aria-label={t['bulk.records']} tabIndex={0}>
        {data?.rows.map((row) => (
          <RunRecord key={`${row.record.module}/${row.record.id}`} row={row} />
        ))}
      </ul>
      {data && data.total > data.rows.length && limit < 500 ? (
        <button type="button" className="tf-link" onClick={() => setLimit((now) => Math.min(500, now + more))}>
          {t.showMore}
        </button>
      ) : null}
    </div>
  )
}

function RunRecord({ row }: { readonly row: BulkRecord }) {
  const { t } = useWords('bulk')
  const explain = useExplain()
  const why = row.code ? explain(row.code) : null
  const isBad = row.end === 'failed' || row.end === 'skipped'
  return (
    <li data-end={row.end ?? 'waiting'} data-tone={isBad ? 'alert' : 'calm'}>
      <LateIcon name={iconOf(row.end)} />
      <span>
        <bdi className="tf-strong">{row.name ?? t['bulk.record']({ number: row.number ?? row.record.id })}</bdi>
        {row.name && row.number ? <span className="tf-muted"> ({row.number})</span> : null}
        {why && isBad ? (
          <span className="tf-small">
            {why.sentence.replace(/\.$/, '')}. {why.remedy}
          </span>
        ) : null}
      </span>
      <span className="tf-muted">{t[`bulk.end.${row.end ?? 'waiting'}`]}</span>
    </li>
  )
}

function iconOf(end: BulkRecord['end']): LateIconName {
  switch (end) {
    case null:
      return 'clock'
    case 'failed':
      return 'alert'
    case 'skipped':
    case 'cancelled':
      return 'blocked'
    case 'oneWay':
      return 'oneWay'
    default:
      return 'check'
  }
}
