import type { RecordView } from '@twinfolder/protocol'

import { useConnection } from '../link/use-connection.ts'
import { useLinkPause } from '../link/use-link-pause.ts'
import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePause } from './use-pause.ts'

/** Ends the pause that a record rests in: everything's, where that is what rests, else its own. Renders a `<button>`. */
export function ResumeLink({ view, onPress }: { readonly view: RecordView; readonly onPress: () => void }) {
  const { t, sentence } = useWords()
  const { toasts } = useServices()
  const { data: connection } = useConnection()
  const record = usePause(view.record).resume
  const link = useLinkPause().resume
  const isAll = connection?.state === 'linked' && connection.health === 'paused'
  const { mutate, isPending } = isAll ? link : record
  const onError = (error: Error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' })
  return (
    <button
      type="button"
      className="tf-link"
      aria-busy={isPending}
      onClick={() => {
        onPress()
        mutate(undefined, { onError })
      }}
    >
      {isAll ? t['sync.resumeAll'] : t['sync.resume']}
    </button>
  )
}
