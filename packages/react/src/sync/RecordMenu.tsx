import type { RecordView } from '@twinfolder/protocol'

import type { RecordQuestion } from '../decisions/RecordDialogHost.tsx'
import { Icon } from '../icons/Icon.tsx'
import { codeOf } from '../messages/code-of.ts'
import { useWords } from '../messages/use-words.ts'
import type { MenuEntry } from '../primitives/Menu.tsx'
import { MenuButton } from '../primitives/MenuButton.tsx'
import { showToast } from '../provider/Toasts.tsx'
import { useServices } from '../provider/twinfolder-context.ts'
import { usePause } from './use-pause.ts'

/** What can be done with the synchronisation of a record beside pressing the button. Renders a button with a menu. */
export function RecordMenu({
  view,
  onAsk,
}: {
  readonly view: RecordView
  readonly onAsk: (question: RecordQuestion) => void
}) {
  const { t, sentence } = useWords()
  const { toasts } = useServices()
  const { pause, stop } = usePause(view.record)
  const { link, phase } = view.sync
  const onError = (error: Error) => showToast(toasts, { text: sentence(codeOf(error)), tone: 'alert' })
  const isLinked = link === 'linked'
  const isActive = phase === 'waiting' || phase === 'syncing' || phase === 'settled'
  const isEnrolled = isActive || phase === 'paused' || phase === 'held' || phase === 'folderMissing'
  const entries: readonly MenuEntry[] = [
    ...(view.remoteFolderUrl
      ? [{ label: t['sync.openFolder'], icon: 'external', href: view.remoteFolderUrl } as const]
      : []),
    { label: t['files.explain'], icon: 'help', onSelect: () => onAsk({ type: 'explain' }) },
    { label: t.activity, icon: 'clock', onSelect: () => onAsk({ type: 'activity' }) },
    ...(isLinked && isActive
      ? [{ label: t['sync.pause'], icon: 'pause', onSelect: () => pause.mutate(undefined, { onError }) } as const]
      : []),
    ...(isLinked && isEnrolled
      ? [{ label: t['sync.stop'], icon: 'stop', onSelect: () => stop.mutate(undefined, { onError }) } as const]
      : []),
  ]
  return (
    <MenuButton label={t['sync.more']} entries={entries} className="tf-icon-button">
      <Icon name="more" />
    </MenuButton>
  )
}
