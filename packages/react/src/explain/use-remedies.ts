import type { RecordView } from '@twinfolder/protocol'

import { useDecisions } from '../decisions/use-decisions.ts'
import { useLinkPause } from '../link/use-link-pause.ts'
import { useWords } from '../messages/use-words.ts'
import type { MenuEntry } from '../primitives/Menu.tsx'
import { useFailureToast } from '../provider/use-failure-toast.ts'
import { usePause } from '../sync/use-pause.ts'
import { useRequestSync } from '../sync/use-request-sync.ts'
import { useResume } from '../sync/use-resume.ts'
import type { RemedyName } from './remedies.ts'

/** What only the page around the explanation can do; what is left out is not offered. */
export interface RemedyActions {
  readonly compare?: (() => void) | undefined
  readonly remove?: (() => void) | undefined
  readonly rename?: (() => void) | undefined
  readonly download?: (() => void) | undefined
  readonly showAttention?: (() => void) | undefined
  /** The file that an answer is about. */
  readonly fileId?: string | undefined
  /** Whether the user may change the record's files. */
  readonly mayWrite: boolean
}

/** The remedies that can be pressed here, by name; `null` for one that does not apply. */
export function useRemedies(view: RecordView, actions: RemedyActions): (name: RemedyName) => MenuEntry | null {
  const { t } = useWords('explain')
  const { answer } = useDecisions(view.record)
  const { stop } = usePause(view.record)
  const { answerHold } = useLinkPause()
  const { isAll, resume } = useResume(view)
  const onError = useFailureToast()
  const { press } = useRequestSync(view.record, { onError })
  const { fileId, mayWrite } = actions

  return (name) => {
    switch (name) {
      case 'connect':
        return { label: t.connect, icon: 'play', onSelect: () => void press() }
      case 'reconnect':
        return { label: t.reconnect, icon: 'play', onSelect: () => void press() }
      case 'synchronise':
        return { label: t['sync.withDropbox'], icon: 'play', onSelect: () => void press() }
      case 'tryAgain':
        return { label: t.retry, icon: 'retry', onSelect: () => void press() }
      case 'createAgain':
        return { label: t['sync.createAgain'], icon: 'folderPlus', onSelect: () => void press() }
      case 'resume':
        return {
          label: isAll ? t['sync.resumeAll'] : t['sync.resume'],
          icon: 'play',
          onSelect: () => resume({ onError }),
        }
      case 'stop':
        return { label: t['sync.stop'], icon: 'stop', onSelect: () => stop.mutate(undefined, { onError }) }
      case 'putVanishedBack':
        return { label: t['hold.putBack'], icon: 'up', onSelect: () => answerHold.mutate('putBack', { onError }) }
      case 'stopVanished':
        return { label: t['hold.stop'], icon: 'stop', onSelect: () => answerHold.mutate('stop', { onError }) }
      case 'openInDropbox':
        return view.remoteFolderUrl ? { label: t.openInDropbox, icon: 'external', href: view.remoteFolderUrl } : null
      case 'putBack':
        return ofFile((files) => ({
          label: t.putBack,
          icon: 'up',
          onSelect: () => answer({ about: 'detached', answer: 'putBack', files }),
        }))
      case 'takeBack':
        return mayWrite
          ? ofFile((files) => ({
              label: t['held.takeBack'],
              icon: 'down',
              onSelect: () => answer({ about: 'held', answer: 'takeBack', files }),
            }))
          : null
      case 'deleteInDropbox':
        return ofFile((files) => ({
          label: t['held.delete'],
          icon: 'trash',
          isDanger: true,
          onSelect: () => answer({ about: 'held', answer: 'delete', files }),
        }))
      case 'deleteHere':
        return mayWrite ? given(actions.remove, t['detached.deleteHere'], 'trash', true) : null
      case 'delete':
        return mayWrite ? given(actions.remove, t['files.delete'], 'trash', true) : null
      case 'rename':
        return mayWrite ? given(actions.rename, t['explain.rename'], 'text') : null
      case 'compare':
        return given(actions.compare, t['conflict.compare'], 'versions')
      case 'download':
        return given(actions.download, t['files.download'], 'download')
      case 'showAttention':
        return given(actions.showAttention, t['explain.showAttention'], 'alert')
    }
  }

  function ofFile(make: (files: readonly string[]) => MenuEntry): MenuEntry | null {
    return fileId === undefined ? null : make([fileId])
  }
}

function given(
  onSelect: (() => void) | undefined,
  label: string,
  icon: MenuEntry['icon'],
  isDanger = false,
): MenuEntry | null {
  return onSelect ? { label, icon, isDanger, onSelect } : null
}
