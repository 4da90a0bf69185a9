import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { useEffect, useRef } from 'react'

import { visibleName } from '../files/visible-name.ts'
import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { PreviewContents } from './PreviewContents.tsx'

/** Props of {@link PreviewDialog}. */
export interface PreviewDialogProps {
  readonly record: RecordRef
  readonly file: FileEntry
  readonly onDownload: () => void
  readonly onDetails: () => void
  /** Shows the file before or after this one in the list. */
  readonly onStep: (by: 1 | -1) => void
  readonly onClose: () => void
}

/** A file over the whole window: picture, PDF, text, else its facts. Arrows go through the list. Renders a `<dialog>`. */
export function PreviewDialog({ record, file, onDownload, onDetails, onStep, onClose }: PreviewDialogProps) {
  const { t } = useWords('details')
  const name = visibleName(file.name)
  const stage = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const dialog = stage.current?.closest('dialog')
    const onKeyDown = (event: KeyboardEvent) => {
      const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
      if (!dialog || !isArrow || event.altKey || event.ctrlKey || event.metaKey) return
      // What is wider than the window is scrolled by the arrows.
      if (event.target instanceof Element && isScrollable(event.target)) return
      const isRtl = getComputedStyle(dialog).direction === 'rtl'
      onStep((event.key === 'ArrowRight') === isRtl ? -1 : 1)
      event.preventDefault()
    }
    dialog?.addEventListener('keydown', onKeyDown)
    return () => dialog?.removeEventListener('keydown', onKeyDown)
  }, [onStep])
  return (
    <Dialog title={name} size="full" onClose={onClose}>
      <div className="tf-preview-bar">
        <BarButton icon="chevron" part="previous" label={t['preview.previous']} onPress={() => onStep(-1)} />
        <BarButton icon="chevron" label={t['preview.next']} onPress={() => onStep(1)} />
        <BarButton icon="info" label={t['files.details']} onPress={onDetails} />
        <BarButton icon="download" label={t['files.download']} onPress={onDownload} />
        <BarButton icon="close" label={t.close} isFirst onPress={onClose} />
      </div>
      <div className="tf-preview" ref={stage}>
        <PreviewContents key={`${file.id} ${file.version}`} record={record} file={file} onDownload={onDownload} />
      </div>
      <p className="tf-hidden" role="status">
        {name}
      </p>
    </Dialog>
  )
}

function BarButton({
  icon,
  label,
  part,
  isFirst = false,
  onPress,
}: {
  readonly icon: LateIconName
  readonly label: string
  readonly part?: string
  readonly isFirst?: boolean
  readonly onPress: () => void
}) {
  return (
    <button
      type="button"
      className="tf-icon-button"
      data-part={part}
      data-autofocus={isFirst ? '' : undefined}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <LateIcon name={icon} />
    </button>
  )
}

function isScrollable(element: Element): boolean {
  const scroller = element.closest('.tf-text, .tf-picture')
  return scroller !== null && scroller.scrollWidth > scroller.clientWidth
}
