import type { FileDetails, FileVersion, RecordView } from '@twinfolder/protocol'
import { useRef } from 'react'

import { useFileActions } from '../files/use-file-actions.ts'
import { visibleName } from '../files/visible-name.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import { useRestoreVersion } from './use-file.ts'

/** What a file held and holds, newest first; any of it can be saved, and made current again. */
export function VersionList({
  view,
  details: { file, versions },
  canRestore,
}: {
  readonly view: RecordView
  readonly details: FileDetails
  readonly canRestore: boolean
}) {
  const { t, dateTime } = useWords('details')
  const { toasts } = useServices()
  const onError = useFailureToast()
  const { mutate, isPending } = useRestoreVersion(view.record)
  const { download } = useFileActions(view.record)
  const listRef = useRef<HTMLUListElement>(null)
  const before = versions.find(({ isCurrent }) => isCurrent)

  const restore = ({ version, updatedAt }: FileVersion) =>
    mutate(
      { file, version },
      {
        onError,
        onSuccess(restored) {
          // The button goes with its version's age.
          listRef.current?.focus()
          const undo = before && {
            label: t.undo,
            run: () => mutate({ file: restored, version: before.version }, { onError }),
          }
          const text = t['details.restored']({ name: visibleName(file.name), when: dateTime(updatedAt) })
          showToast(toasts, { text, action: undo })
        },
      },
    )
  return (
    <section className="tf-lines">
      <h3 className="tf-small">{t['details.versions']}</h3>
      <ul
        className="tf-stack tf-quiet"
        aria-label={t['details.versions']}
        aria-busy={isPending}
        ref={listRef}
        tabIndex={-1}
      >
        {versions.map((one) => (
          <li key={one.version} className="tf-line" aria-current={one.isCurrent || undefined}>
            <VersionFacts version={one} />
            <span className="tf-lines">
              <button
                type="button"
                className="tf-link"
                aria-label={t['details.downloadOf']({ when: dateTime(one.updatedAt) })}
                onClick={() => void download([{ ...file, oldVersion: one.isCurrent ? undefined : one.version }])}
              >
                {t['files.download']}
              </button>
              {canRestore && view.capabilities.versions && !one.isCurrent ? (
                <button
                  type="button"
                  className="tf-link"
                  aria-label={t['details.makeCurrentOf']({ when: dateTime(one.updatedAt) })}
                  // Not `disabled`: the focus would be lost.
                  onClick={isPending ? undefined : () => restore(one)}
                >
                  {t['details.makeCurrent']}
                </button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function VersionFacts({
  version: { updatedAt, updatedBy, via, sizeBytes, isCurrent },
}: {
  readonly version: FileVersion
}) {
  const { t, bytes, dateTime } = useWords('details')
  const who = [updatedBy, via === 'remote' ? t['files.viaDropbox'] : null].filter((part) => part !== null).join(' ')
  return (
    <span className="tf-spring">
      <time dateTime={updatedAt} className={isCurrent ? 'tf-strong' : undefined}>
        {dateTime(updatedAt)}
      </time>
      {isCurrent ? <span className="tf-muted"> · {t['details.current']}</span> : null}
      <span className="tf-small">{[bytes(sizeBytes), who].filter((part) => part !== '').join(' · ')}</span>
    </span>
  )
}
