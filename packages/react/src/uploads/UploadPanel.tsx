import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { ProgressBar } from '../primitives/ProgressBar.tsx'
import type { Upload } from './upload-queue.ts'
import { type RecordUploads, isActive } from './use-uploads.ts'

/** How many rows of one sort are worth listing; the rest is a number. */
const listed = 4
/** The progress of more files than this would be too many announcements. */
const spoken = 20

/** Files on their way: each with its progress, all with theirs, and what was not uploaded with the reason. Nothing while nothing happens. */
export function UploadPanel({ queue, maxFileBytes }: { readonly queue: RecordUploads; readonly maxFileBytes: number }) {
  const active = queue.uploads.filter(isActive)
  const failed = queue.uploads.filter(({ state }) => state === 'failed' || state === 'refused')
  if (active.length === 0 && failed.length === 0) return null
  return (
    <div className="tf-uploads">
      {active.length > 0 ? <Running uploads={queue.uploads} active={active} remove={queue.remove} /> : null}
      {failed.length > 0 ? <Failed failed={failed} queue={queue} maxFileBytes={maxFileBytes} /> : null}
    </div>
  )
}

function Running({
  uploads,
  active,
  remove,
}: {
  readonly uploads: readonly Upload[]
  readonly active: readonly Upload[]
  readonly remove: RecordUploads['remove']
}) {
  const { t } = useWords()
  const accepted = uploads.filter(({ state }) => state !== 'refused' && state !== 'failed')
  const text = t['upload.uploading']({ done: accepted.length - active.length, total: accepted.length })
  const sum = (part: 'sentBytes' | 'sizeBytes') => accepted.reduce((bytes, upload) => bytes + upload[part], 0)
  return (
    <div role="group" aria-label={text}>
      <div className="tf-uploads-head">
        <span className="tf-strong" role={accepted.length <= spoken ? 'status' : undefined}>
          {text}
        </span>
        <span className="tf-spring" />
        <button type="button" className="tf-link" onClick={() => remove(active.map(({ id }) => id))}>
          {t['upload.cancelAll']}
        </button>
      </div>
      <ProgressBar label={text} value={sum('sentBytes')} max={sum('sizeBytes')} />
      <ul className="tf-upload-list">
        {active.slice(0, listed).map((upload) => (
          <li key={upload.id}>
            <bdi className="tf-upload-name">{upload.name}</bdi>
            {upload.state === 'sending' ? (
              <ProgressBar
                label={t['upload.file']({ name: upload.name })}
                value={upload.sentBytes}
                max={upload.sizeBytes}
              />
            ) : (
              <span className="tf-muted">{t['upload.queued']}</span>
            )}
            <button
              type="button"
              className="tf-icon-button"
              aria-label={t['upload.cancelOne']({ name: upload.name })}
              onClick={() => remove([upload.id])}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {active.length > listed ? <p className="tf-muted">{t['upload.more']({ n: active.length - listed })}</p> : null}
    </div>
  )
}

function Failed({
  failed,
  queue,
  maxFileBytes,
}: {
  readonly failed: readonly Upload[]
  readonly queue: RecordUploads
  readonly maxFileBytes: number
}) {
  const { t, bytes, sentence } = useWords()
  const reason = ({ name, code }: Upload): string => {
    if (code === 'file_too_large') return t['upload.tooLarge']({ name, max: bytes(maxFileBytes) })
    if (code === 'name_invalid') return t['upload.badName']({ name })
    return `${name}: ${sentence(code ?? 'unexpected', maxFileBytes)}`
  }
  return (
    <div role="alert">
      <div className="tf-uploads-head">
        <Icon name="alert" />
        <span className="tf-strong">{t['upload.failed']({ n: failed.length })}</span>
        <span className="tf-spring" />
        <button type="button" className="tf-link" onClick={() => queue.remove(failed.map(({ id }) => id))}>
          {t.dismiss}
        </button>
      </div>
      <ul className="tf-upload-list">
        {failed.slice(0, listed).map((upload) => (
          <li key={upload.id}>
            <span className="tf-upload-reason">{reason(upload)}</span>
            {upload.state === 'failed' ? (
              <button
                type="button"
                className="tf-icon-button"
                aria-label={t['upload.retryOne']({ name: upload.name })}
                onClick={() => queue.retry(upload.id)}
              >
                <Icon name="retry" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {failed.length > listed ? <p className="tf-muted">{t['upload.more']({ n: failed.length - listed })}</p> : null}
    </div>
  )
}
