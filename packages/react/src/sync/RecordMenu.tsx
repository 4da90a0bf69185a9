import type { RecordView } from '@twinfolder/protocol'

import type { RecordQuestion } from '../decisions/RecordDialogHost.tsx'
import { Icon } from '../icons/Icon.tsx'
import { usePreload } from '../messages/use-preload.ts'
import { useWords } from '../messages/use-words.ts'
import { laterMenu } from '../primitives/later-menu.tsx'
import { MenuButton } from '../primitives/MenuButton.tsx'
import type { RecordMenuListProps } from './RecordMenuList.tsx'

const RecordMenuList = laterMenu<RecordMenuListProps>(async () => (await import('./RecordMenuList.tsx')).RecordMenuList)

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
