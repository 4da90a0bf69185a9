import type { FileEntry, RecordView } from '@twinfolder/protocol'

import { explained } from '../explain/explained.ts'
import { fileExplanation } from '../explain/file-explanation.ts'
import { Remedies } from '../explain/Remedies.tsx'
import type { RemedyActions } from '../explain/use-remedies.ts'
import { visibleName } from '../files/visible-name.ts'
import { LateIcon } from '../icons/LateIcon.tsx'
import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { CopyList } from './CopyList.tsx'
import { FileActivity } from './FileActivity.tsx'
import { FileFacts } from './FileFacts.tsx'
import { useFile } from './use-file.ts'
import { VersionList } from './VersionList.tsx'

/** Props of {@link DetailsDialog}. */
export interface DetailsDialogProps {
  readonly view: RecordView
  /** The file as the list has it: what is shown until the details are there. */
  readonly file: FileEntry
  readonly canAct: boolean
  readonly actions: RemedyActions
  readonly onOpen: () => void
  readonly onDownload: () => void
  readonly onClose: () => void
}

/** Everything about one file: facts, its state and why, who has a copy, its versions, what happened to it. Renders a `<dialog>`. */
export function DetailsDialog(props: DetailsDialogProps) {
  const { view, canAct, actions, onOpen, onDownload, onClose } = props
  const words = useWords('details', 'explain', 'activity')
  const { t } = words
  const { data: details, error, refetch } = useFile(view.record, props.file.id)
  const file = details?.file ?? props.file
  const { reason, text, icon, tone } = fileExplanation(file.sync, view, words)
  const { cause, remedy } = explained(reason, words, view.maxFileBytes)
  const isLinked = details?.copies.some(({ url }) => url !== null) ?? false
  return (
    <Dialog
      title={visibleName(file.name)}
      size="sheet"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="tf-button" data-kind="primary" onClick={onOpen}>
            {t['files.open']}
          </button>
          <button type="button" className="tf-button" onClick={onDownload}>
            {t['files.download']}
          </button>
          <span className="tf-spring" />
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.close}
          </button>
        </>
      }
    >
      <div className="tf-details" aria-busy={!details && !error}>
        <FileFacts file={file} details={details ?? null} />
        <section className="tf-lines">
          <h3 className="tf-small">{t['details.state']}</h3>
          <p className="tf-status-line" data-tone={tone}>
            <LateIcon name={icon} />
            <span className="tf-strong">{text}</span>
          </p>
          <p>
            {cause} {remedy}
          </p>
          {canAct ? (
            <div className="tf-answers">
              <Remedies
                view={view}
                reason={reason}
                actions={{ ...actions, fileId: file.id }}
                except={isLinked ? 'openInDropbox' : undefined}
                onPress={onClose}
              />
            </div>
          ) : null}
        </section>
        {error ? (
          <Problem error={error}>
            <button type="button" className="tf-button" onClick={() => void refetch()}>
              {t.retry}
            </button>
          </Problem>
        ) : null}
        {details ? (
          <>
            <CopyList copies={details.copies} />
            <VersionList view={view} details={details} canRestore={canAct && view.access.write} />
            <FileActivity view={view} file={file} canUndo={canAct && view.access.write} />
          </>
        ) : null}
      </div>
    </Dialog>
  )
}
