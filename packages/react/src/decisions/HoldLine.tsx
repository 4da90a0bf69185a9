import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { useLinkPause } from '../link/use-link-pause.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { DecisionLine } from './DecisionLine.tsx'

/** Many files were gone from Dropbox at once: asks what follows (S15). For the record and for the integration card. */
export function HoldLine({
  vanished,
  onAnswer,
}: {
  readonly vanished: number
  readonly onAnswer?: (() => void) | undefined
}) {
  const { t, sentence } = useWords()
  const { toasts } = useServices()
  const { answerHold } = useLinkPause()
  const answer = (choice: 'putBack' | 'stop') => {
    onAnswer?.()
    answerHold.mutate(choice, {
      onError: (error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' }),
    })
  }
  return (
    <DecisionLine
      icon="missing"
      text={t['hold.some']({ n: vanished })}
      detail={t['hold.why']}
      isBusy={answerHold.isPending}
      answers={[
        { label: t['hold.putBack'], onSelect: () => answer('putBack') },
        { label: t['hold.stop'], onSelect: () => answer('stop') },
      ]}
    />
  )
}
