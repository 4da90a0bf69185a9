import type { RecordView } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import { ResumeLink } from './ResumeLink.tsx'
import { usePause } from './use-pause.ts'

/** What goes on from a record that does not move. Renders buttons beside the status line, or nothing. */
export function StatusActions({
  view,
  onLink,
  onPress,
}: {
  readonly view: RecordView
  /** Asks for a pass, and links before where that is needed. */
  readonly onLink: () => void
  /** A button is pressed that will go. */
  readonly onPress: () => void
}) {
  const { t } = useWords()
  const onError = useFailureToast()
  const { stop } = usePause(view.record)
  const { link, phase } = view.sync
  if (link === 'reconnect') {
    return (
      <button type="button" className="tf-link" onClick={onLink}>
        {t.reconnect}
      </button>
    )
  }
  if (link !== 'linked') return null
  if (phase === 'paused') return <ResumeLink view={view} onPress={onPress} />
  if (phase !== 'folderMissing') return null
  const press = (work: () => void) => () => {
    onPress()
    work()
  }
  return (
    <>
      <button type="button" className="tf-link" onClick={press(onLink)}>
        {t['sync.createAgain']}
      </button>
      <button type="button" className="tf-link" onClick={press(() => stop.mutate(undefined, { onError }))}>
        {t['sync.stop']}
      </button>
    </>
  )
}
