import type { FileDetails, FileEntry } from '@twinfolder/protocol'
import type { ReactNode } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { fileKind } from '../icons/file-kind.ts'
import { useWords } from '../messages/use-words.ts'

/** What a file is, how large, by whom, where. Renders a `<dl>`. */
export function FileFacts({ file, details }: { readonly file: FileEntry; readonly details: FileDetails | null }) {
  const { t, bytes, dateTime } = useWords('details')
  const by = (at: string, who: string | null, via: FileEntry['via'] = 'host'): ReactNode => (
    <>
      <time dateTime={at}>{dateTime(at)}</time>
      {who ? ` · ${who}` : ''}
      {via === 'remote' ? ` ${t['files.viaDropbox']}` : ''}
    </>
  )
  const mine = details?.copies.find(({ isMine, path }) => isMine && path !== null)
  return (
    <dl className="tf-version-facts">
      <dt>{t['details.kind']}</dt>
      <dd>{useKindName(file.name)}</dd>
      <dt>{t['details.size']}</dt>
      <dd>{bytes(file.sizeBytes)}</dd>
      <dt>{t['details.changed']}</dt>
      <dd>{by(file.updatedAt, file.updatedBy, file.via)}</dd>
      {details ? (
        <>
          <dt>{t['details.created']}</dt>
          <dd>{details.createdAt ? by(details.createdAt, details.createdBy) : t['details.unknown']}</dd>
        </>
      ) : null}
      {mine?.path ? (
        <>
          <dt>{t['details.path']}</dt>
          <dd>
            <bdi>{visibleName(mine.path)}</bdi>{' '}
            {mine.url ? (
              <a className="tf-link" href={mine.url} target="_blank" rel="noreferrer">
                {t.openInDropbox}
              </a>
            ) : null}
          </dd>
        </>
      ) : null}
    </dl>
  )
}

function useKindName(name: string): string {
  const { t } = useWords('details')
  const dot = name.lastIndexOf('.')
  const kind = t[`kind.${fileKind(name)}`]
  return dot > 0 ? t['kind.extension']({ kind, extension: visibleName(name.slice(dot + 1).toUpperCase()) }) : kind
}
