import { FileName } from '../files/grid/FileName.tsx'
import { visibleName } from '../files/visible-name.ts'
import { LateIcon } from '../icons/LateIcon.tsx'
import { fileKind } from '../icons/file-kind.ts'
import { formatDuration } from '../messages/format-duration.ts'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import type { Upload } from './upload.ts'
import type { RecordUploads } from './use-uploads.ts'
import { useUploadNews } from './use-upload-news.ts'

/** A few files speak for themselves; more have a line for all of them. */
const SUMMED_UP = 3

/** Files on their way: each with its progress, all with theirs, and what was not uploaded with the reason. Nothing while nothing happens. */
export function UploadPanel({ queue, maxFileBytes }: { readonly queue: RecordUploads; readonly maxFileBytes: number }) {
  const { view } = queue
  useUploadNews(view)
  if (view.activeCount === 0 && view.troubled.length === 0 && view.foundCount === 0) return null
  return (
    <div className="tf-uploads">
      {view.activeCount > 0 ? <Running queue={queue} /> : null}
      {view.foundCount > 0 ? <Found queue={queue} /> : null}
      {view.troubled.length > 0 ? <Troubled queue={queue} maxFileBytes={maxFileBytes} /> : null}
    </div>
  )
}

function Running({ queue }: { readonly queue: RecordUploads }) {
  const { t, bytes } = useWords('uploads')
  const { active, activeCount, batch, secondsLeft } = queue.view
  const total = batch.doneCount + activeCount
  const text = t['upload.uploading']({ done: batch.doneCount, total })
  const left = secondsLeft === null ? null : formatDuration(secondsLeft, t)
  const sum = t['upload.bytes']({ sent: bytes(batch.sentBytes), total: bytes(batch.sizeBytes) })
  return (
    <div role="group" aria-label={text} data-state={queue.isWaiting ? 'waiting' : 'sending'}>
      {queue.isWaiting ? (
        <p className="tf-line tf-muted">
          <LateIcon name="pause" />
          <span>{t['upload.waiting']}</span>
        </p>
      ) : null}
      {total > SUMMED_UP || left !== null ? (
        <div className="tf-lines">
          <div className="tf-line">
            <span className="tf-strong">{text}</span>
            <span className="tf-spring" />
            <button type="button" className="tf-link" onClick={queue.cancelAll}>
              {t['upload.cancelAll']}
            </button>
          </div>
          <ProgressBar label={text} value={batch.sentBytes} max={batch.sizeBytes} />
          <span className="tf-meta">
            <span data-part="size">{sum}</span>
            {left === null ? null : <span data-part="time">{left}</span>}
          </span>
        </div>
      ) : null}
      <ul className="tf-items">
        {active.map((upload) => (
          <li key={upload.id} className="tf-upload-row" data-state={upload.state}>
            <Tile name={upload.name} />
            <div className="tf-lines">
              <FileName name={upload.name} />
              <Progress upload={upload} />
            </div>
            <button
              type="button"
              className="tf-icon-button"
              aria-label={t['upload.cancelOne']({ name: upload.name })}
              onClick={() => queue.remove([upload.id])}
            >
              <LateIcon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {activeCount > active.length ? (
        <p className="tf-muted">{t['upload.more']({ n: activeCount - active.length })}</p>
      ) : null}
    </div>
  )
}

function Progress({ upload: { name, state, sentBytes, sizeBytes } }: { readonly upload: Upload }) {
  const { t, bytes } = useWords('uploads')
  if (state === 'checking' || (state === 'queued' && sentBytes === 0)) {
    return (
      <span className="tf-meta">
        <span data-part="size">{bytes(sizeBytes)}</span>
        <span>{t['upload.queued']}</span>
      </span>
    )
  }
  return (
    <>
      <ProgressBar label={t['upload.file']({ name })} value={sentBytes} max={sizeBytes} />
      <span className="tf-meta">
        <span data-part="size">{t['upload.bytes']({ sent: bytes(sentBytes), total: bytes(sizeBytes) })}</span>
        {state === 'paused' ? <span>{t['upload.queued']}</span> : null}
      </span>
    </>
  )
}

/** Files with contents that are here already: sent only when the user says so, one by one or all. */
function Found({ queue }: { readonly queue: RecordUploads }) {
  const { t } = useWords('uploads')
  const { found, foundCount } = queue.view
  const text = t['upload.found']({ n: foundCount })
  return (
    <div role="group" aria-label={text}>
      <div className="tf-line">
        <LateIcon name="versions" />
        <span className="tf-strong" role="status">
          {text}
        </span>
      </div>
      <ul className="tf-items">
        {found.map((upload) => (
          <li key={upload.id} className="tf-upload-row" data-state={upload.state}>
            <Tile name={upload.name} />
            <div className="tf-lines">
              <FileName name={upload.name} />
              <span className="tf-meta">
                <bdi>{t['upload.hereAs']({ name: visibleName(upload.hereAs ?? upload.name) })}</bdi>
              </span>
            </div>
            <Decision
              about={upload.name}
              send={() => queue.sendAnyway([upload.id])}
              skip={() => queue.remove([upload.id])}
            />
          </li>
        ))}
      </ul>
      {foundCount > 1 ? (
        <div className="tf-line">
          <span className="tf-muted">{t['upload.forAll']({ n: foundCount })}</span>
          <span className="tf-spring" />
          <Decision about={text} send={queue.sendAllAnyway} skip={queue.skipAll} />
        </div>
      ) : null}
    </div>
  )
}

function Decision(props: { readonly about: string; readonly send: () => void; readonly skip: () => void }) {
  const { t } = useWords('uploads')
  const { about, send, skip } = props
  return (
    <span className="tf-line tf-wrap">
      <button type="button" className="tf-link" aria-label={`${t['upload.anyway']}: ${about}`} onClick={send}>
        {t['upload.anyway']}
      </button>
      <button type="button" className="tf-link" aria-label={`${t['upload.skip']}: ${about}`} onClick={skip}>
        {t['upload.skip']}
      </button>
    </span>
  )
}

function Troubled({ queue, maxFileBytes }: { readonly queue: RecordUploads; readonly maxFileBytes: number }) {
  const { t, bytes, sentence } = useWords('uploads')
  const { troubled, failedCount, refusedCount } = queue.view
  const count = failedCount + refusedCount
  const reason = ({ name, code }: Upload): string => {
    if (code === 'file_too_large') return t['upload.tooLarge']({ name, max: bytes(maxFileBytes) })
    if (code === 'name_invalid') return t['upload.badName']({ name })
    return `${name}: ${sentence(code ?? 'unexpected', maxFileBytes)}`
  }
  return (
    <div role="alert">
      <div className="tf-line">
        <LateIcon name="alert" />
        <span className="tf-strong">{t['upload.failed']({ n: count })}</span>
        <span className="tf-spring" />
        {failedCount > 1 ? (
          <button type="button" className="tf-link" onClick={queue.retryAll}>
            {t['upload.retryAll']}
          </button>
        ) : null}
        <button type="button" className="tf-link" onClick={queue.dismiss}>
          {t.dismiss}
        </button>
      </div>
      <ul className="tf-items">
        {troubled.map((upload) => (
          <li key={upload.id} className="tf-upload-row" data-state={upload.state}>
            <Tile name={upload.name} />
            <span>{reason(upload)}</span>
            {upload.state === 'failed' ? (
              <button
                type="button"
                className="tf-icon-button"
                aria-label={t['upload.retryOne']({ name: upload.name })}
                onClick={() => queue.retry(upload.id)}
              >
                <LateIcon name="retry" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {count > troubled.length ? <p className="tf-muted">{t['upload.more']({ n: count - troubled.length })}</p> : null}
    </div>
  )
}

function Tile({ name }: { readonly name: string }) {
  const kind = fileKind(name)
  return (
    <span className="tf-tile" data-part="tile" data-file={kind} aria-hidden="true">
      <LateIcon name={kind} />
    </span>
  )
}
