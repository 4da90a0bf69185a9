import type { RecordView } from '@twinfolder/protocol'

import type { RecordQuestion } from '../decisions/RecordDialogHost.tsx'
import { Icon } from '../icons/Icon.tsx'
import { later } from '../messages/later.tsx'
import { usePreload } from '../messages/use-preload.ts'
import { useWords } from '../messages/use-words.ts'
import { MenuButton } from '../primitives/MenuButton.tsx'
import type { RecordMenuListProps } from './RecordMenuList.tsx'

const RecordMenuList = later<RecordMenuListProps>({
  load: async () => (await import('./RecordMenuList.tsx')).RecordMenuList,
  parts: [],
  onFailed: ({ onClose }) => onClose(),
})

/** What can be done with the synchronisation of a record beside pressing the button. Renders a button with a menu. */
export function RecordMenu({
  view,
  onAsk,
}: {
  readonly view: RecordView
  readonly onAsk: (question: RecordQuestion) => void
}) {
  const { t } = useWords()
  usePreload(RecordMenuList)
  const label = t['sync.more']
  return (
    <MenuButton
      label={label}
      className="tf-icon-button"
      renderMenu={(anchor, close) => (
        <RecordMenuList view={view} anchor={anchor} label={label} onAsk={onAsk} onClose={close} />
      )}
    >
      <Icon name="more" />
    </MenuButton>
  )
}
