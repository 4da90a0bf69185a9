import type { Conflict, RecordView } from '@twinfolder/protocol'
import { useId } from 'react'

import { useFileActions } from '../files/use-file-actions.ts'
import { visibleName } from '../files/visible-name.ts'
import { Icon } from '../icons/Icon.tsx'
import { fileKind } from '../icons/file-kind.ts'
import { useWords } from '../messages/use-words.ts'
import { hasThumbnail } from '../thumbnails/has-thumbnail.ts'
import { useOpenUrl } from './use-conflicts.ts'

/** One of two versions: what it is, whose it is, a look into it, and the choice. Renders a group named after its side. */
export function VersionCard({
  view,
  conflict,
  side,
  onKeep,
}: {
  readonly view: RecordView
  readonly conflict: Conflict
  readonly side: 'host' | 'remote'
  /** `null`: the user may not decide. */
  readonly onKeep: (() => void) | null
}) {
  const { t, crm, bytes, dateTime } = useWords('dialogs')
  const titleId = useId()
  const { download } = useFileActions(view.record)
  const { fileId, name, sizeBytes, updatedAt, updatedBy } = conflict[side]
  const url = useOpenUrl(view.record, fileId)
  const canKeep = conflict.choices.includes(side)
  return (
    <div className="tf-version" role="group" aria-labelledby={titleId}>
      <h3 id={titleId}>{side === 'host' ? t['conflict.host']({ crm }) : t['conflict.remote']}</h3>
      {url && hasThumbnail({ name, sizeBytes }) ? (
        <img className="tf-version-picture" src={url} alt="" decoding="async" loading="lazy" />
      ) : (
        <span className="tf-tile" data-file={fileKind(name)} data-size="large" aria-hidden="true">
          <Icon name={fileKind(name)} />
        </span>
      )}
      <dl className="tf-version-facts">
        <dt>{t['conflict.name']}</dt>
        <dd>
          <bdi>{visibleName(name)}</bdi>
        </dd>
        <dt>{t['conflict.size']}</dt>
        <dd>{bytes(sizeBytes)}</dd>
        <dt>{t['conflict.when']}</dt>
        <dd>
          <time dateTime={updatedAt}>{dateTime(updatedAt)}</time>
        </dd>
        {updatedBy ? (
          <>
            <dt>{t['conflict.who']}</dt>
            <dd>{updatedBy}</dd>
          </>
        ) : null}
      </dl>
      <p className="tf-line tf-wrap">
        <button type="button" className="tf-link" onClick={() => void download([{ id: fileId, name }])}>
          {t['files.download']}
        </button>
        {url ? (
          <a className="tf-link" href={url} target="_blank" rel="noreferrer">
            {t['conflict.open']}
          </a>
        ) : null}
      </p>
      {onKeep && canKeep ? (
        <button type="button" className="tf-button" data-kind="primary" onClick={onKeep}>
          {t['conflict.keep']}
        </button>
      ) : null}
      {onKeep && !canKeep ? <p className="tf-muted">{t['conflict.noReplace']({ crm })}</p> : null}
    </div>
  )
}
