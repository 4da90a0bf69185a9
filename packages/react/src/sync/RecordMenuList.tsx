import type { RecordView } from '@twinfolder/protocol'

import type { RecordQuestion } from '../decisions/RecordDialogHost.tsx'
import { useWords } from '../messages/use-words.ts'
import { Menu, type MenuEntry } from '../primitives/Menu.tsx'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import { usePause } from './use-pause.ts'

/** Props of {@link RecordMenuList}. */
export interface RecordMenuListProps {
  readonly view: RecordView
  readonly anchor: HTMLElement
  readonly label: string
  readonly onAsk: (question: RecordQuestion) => void
  readonly onClose: () => void
}

/** What can be done with the synchronisation of a record beside pressing the button. Renders a menu. */
export function RecordMenuList({ view, anchor, label, onAsk, onClose }: RecordMenuListProps) {
  const { t } = useWords()
  const onError = useFailureToast()
  const { pause, stop } = usePause(view.record)
  const { link, phase } = view.sync
  const isLinked = link === 'linked'
  const isActive = phase === 'waiting' || phase === 'syncing' || phase === 'settled'
  const isEnrolled = isActive || phase === 'paused' || phase === 'held' || phase === 'folderMissing'
  // The menu is gone by the time that they end: what is given to `mutate` would not be called.
  const entries: readonly MenuEntry[] = [
    ...(view.remoteFolderUrl
      ? [{ label: t['sync.openFolder'], icon: 'external', href: view.remoteFolderUrl } as const]
      : []),
    { label: t['files.explain'], icon: 'help', onSelect: () => onAsk({ type: 'explain' }) },
    { label: t.activity, icon: 'clock', onSelect: () => onAsk({ type: 'activity' }) },
    ...(isLinked && isActive
      ? [{ label: t['sync.pause'], icon: 'pause', onSelect: () => void pause.mutateAsync().catch(onError) } as const]
      : []),
    ...(isLinked && isEnrolled
      ? [{ label: t['sync.stop'], icon: 'stop', onSelect: () => void stop.mutateAsync().catch(onError) } as const]
      : []),
  ]
  return <Menu anchor={anchor} label={label} entries={entries} onClose={onClose} />
}
