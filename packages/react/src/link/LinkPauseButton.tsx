import type { Connection } from '@twinfolder/protocol'

import { LateIcon } from '../icons/LateIcon.tsx'
import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { useLinkPause } from './use-link-pause.ts'

/** Pauses everything of the user, or ends that pause. Renders a `<button>`, which keeps the focus as it changes its name. */
export function LinkPauseButton({
  connection,
}: {
  readonly connection: Extract<Connection, { readonly state: 'linked' }>
}) {
  const { t, sentence } = useWords('card')
  const { toasts } = useServices()
  const { pause, resume } = useLinkPause()
  const isPaused = connection.health === 'paused'
  const { mutate, isPending } = isPaused ? resume : pause
  const onError = (error: Error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' })
  return (
    <button
      type="button"
      className="tf-button"
      data-kind={isPaused ? 'primary' : undefined}
      aria-busy={isPending}
      onClick={() => mutate(undefined, { onError })}
    >
      <LateIcon name={isPaused ? 'play' : 'pause'} />
      {isPaused ? t['sync.resumeAll'] : t['sync.pauseAll']}
    </button>
  )
}
