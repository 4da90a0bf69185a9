import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { type ReactNode, useState } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { Icon } from '../icons/Icon.tsx'
import { fileKind } from '../icons/file-kind.ts'
import { useWords } from '../messages/use-words.ts'
import { previewKind } from './preview-kind.ts'
import { shownTextBytes, useContentUrl, useDrawing, usePdf, useTextContents } from './use-contents.ts'

interface ContentsProps {
  readonly record: RecordRef
  readonly file: FileEntry
  readonly onDownload: () => void
}

/** A file as far as it can be shown without running anything of it. */
export function PreviewContents(props: ContentsProps): ReactNode {
  const { t } = useWords('details')
  switch (previewKind(props.file)) {
    case 'picture':
      return <PictureOfFile {...props} />
    case 'drawing':
      return <DrawingOfFile {...props} />
    case 'pdf':
      // Chromium's viewer refuses to run in a frame with `sandbox`; see docs/decisions/0012.
      return navigator.pdfViewerEnabled ? <PdfOfFile {...props} /> : <Facts {...props} why={t['preview.noViewer']} />
    case 'text':
      return <TextOfFile {...props} />
    case 'none':
      return <Facts {...props} why={t['preview.none']} />
  }
}

function PictureOfFile({ record, file, onDownload }: ContentsProps) {
  const { t } = useWords('details')
  const { data: url, error } = useContentUrl(record, file)
  if (error) return <Facts file={file} onDownload={onDownload} why={t['preview.failed']} />
  return url ? <Picture file={file} url={url} onDownload={onDownload} /> : <Loading file={file} />
}

function DrawingOfFile({ record, file, onDownload }: ContentsProps) {
  const { t } = useWords('details')
  const { data: url, error } = useDrawing(record, file)
  if (error) return <Facts file={file} onDownload={onDownload} why={t['preview.failed']} />
  return url ? <Picture file={file} url={url} onDownload={onDownload} /> : <Loading file={file} />
}

function Picture({ file, url, onDownload }: Pick<ContentsProps, 'file' | 'onDownload'> & { readonly url: string }) {
  const { t } = useWords('details')
  const [isBroken, setIsBroken] = useState(false)
  const [isFull, setIsFull] = useState(false)
  if (isBroken) return <Facts file={file} onDownload={onDownload} why={t['preview.failed']} />
  return (
    <div className="tf-picture" data-full={isFull || undefined}>
      {/* The picture is the button: a click shows it in its own size, or fits it again. */}
      <button
        type="button"
        className="tf-picture-zoom"
        aria-pressed={isFull}
        aria-label={t['preview.full']}
        title={isFull ? t['preview.fit'] : t['preview.full']}
        onClick={() => setIsFull(!isFull)}
      >
        <img src={url} alt={visibleName(file.name)} decoding="async" onError={() => setIsBroken(true)} />
      </button>
    </div>
  )
}

function PdfOfFile({ record, file, onDownload }: ContentsProps) {
  const { t } = useWords('details')
  const { url, error } = usePdf(record, file)
  if (error) return <Facts file={file} onDownload={onDownload} why={t['preview.failed']} />
  if (!url) return <Loading file={file} />
  // oxlint-disable-next-line react/iframe-missing-sandbox -- Chromium's viewer refuses to run in one; see docs/decisions/0012
  return <iframe className="tf-pdf" src={url} title={visibleName(file.name)} referrerPolicy="no-referrer" allow="" />
}

function TextOfFile({ record, file, onDownload }: ContentsProps) {
  const { t, bytes } = useWords('details')
  const { data, error } = useTextContents(record, file)
  if (error) return <Facts file={file} onDownload={onDownload} why={t['preview.failed']} />
  if (!data) return <Loading file={file} />
  if (data.text === '') return <Facts file={file} onDownload={onDownload} why={t['preview.empty']} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keys
    <div className="tf-text" tabIndex={0} role="region" aria-label={visibleName(file.name)}>
      <pre dir="auto">{data.text}</pre>
      {data.isWhole ? null : <p className="tf-muted">{t['preview.cut']({ size: bytes(shownTextBytes) })}</p>}
    </div>
  )
}

function Loading({ file: { name } }: { readonly file: FileEntry }) {
  const { t } = useWords('details')
  return (
    <p className="tf-empty" role="status">
      <span className="tf-bone" data-bone="tile" aria-hidden="true" />
      <span className="tf-muted">{t['preview.loading']({ name: visibleName(name) })}</span>
    </p>
  )
}

/** What is known of a file that is not shown, and why it is not. */
function Facts({ file, why, onDownload }: Pick<ContentsProps, 'file' | 'onDownload'> & { readonly why: string }) {
  const { t, bytes } = useWords('details')
  const kind = fileKind(file.name)
  return (
    <div className="tf-empty">
      <span className="tf-tile" data-file={kind} data-size="large" aria-hidden="true">
        <Icon name={kind} />
      </span>
      <p>{why}</p>
      <p className="tf-muted">{bytes(file.sizeBytes)}</p>
      <button type="button" className="tf-button" onClick={onDownload}>
        {t['files.download']}
      </button>
    </div>
  )
}
