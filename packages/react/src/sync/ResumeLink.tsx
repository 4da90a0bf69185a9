import type { RecordView } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import { useResume } from './use-resume.ts'

/** Ends the pause that a record rests in. Renders a `<button>`. */
export function ResumeLink({ view, onPress }: { readonly view: RecordView; readonly onPress: () => void }) {
  const { t } = useWords()
  const onError = useFailureToast()
  const { isAll, isPending, resume } = useResume(view)
  return (
    <button
      type="button"
      className="tf-link"
      aria-busy={isPending}
      onClick={() => {
        onPress()
        resume({ onError })
      }}
    >
      {isAll ? t['sync.resumeAll'] : t['sync.resume']}
    </button>
  )
}
