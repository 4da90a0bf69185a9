import { useWords } from '../messages/use-words.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import type { StatusActionsProps } from './StatusActions.tsx'
import { usePause } from './use-pause.ts'

/** What can be done where the folder in Dropbox is gone: make it again, or let it be. Renders two buttons. */
export function FolderMissing({ view, onLink, onPress }: StatusActionsProps) {
  const { t } = useWords()
  const onError = useFailureToast()
  const { stop } = usePause(view.record)
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
