import type { RecordView } from '@twinfolder/protocol'

import { LateIcon } from '../icons/LateIcon.tsx'
import type { MenuEntry } from '../primitives/Menu.tsx'
import type { Reason } from './reason.ts'
import { type RemedyName, remediesOf } from './remedies.ts'
import { type RemedyActions, useRemedies } from './use-remedies.ts'

/** The buttons of what can be done about a reason. Renders buttons and links, or nothing. */
export function Remedies({
  view,
  reason,
  actions,
  except,
  onPress,
}: {
  readonly view: RecordView
  readonly reason: Reason
  readonly actions: RemedyActions
  /** Stands beside already. */
  readonly except?: RemedyName | undefined
  /** One of them is pressed. */
  readonly onPress: () => void
}) {
  const remedyOf = useRemedies(view, actions)
  const remedies = remediesOf(reason).flatMap((name) => (name === except ? [] : (remedyOf(name) ?? [])))
  return remedies.map((one) => <RemedyButton key={one.label} remedy={one} onPress={onPress} />)
}

function RemedyButton({ remedy, onPress }: { readonly remedy: MenuEntry; readonly onPress: () => void }) {
  const content = (
    <>
      <LateIcon name={remedy.icon} />
      {remedy.label}
    </>
  )
  if ('href' in remedy) {
    return (
      <a className="tf-button" href={remedy.href} target="_blank" rel="noreferrer" onClick={onPress}>
        {content}
      </a>
    )
  }
  return (
    <button
      type="button"
      className="tf-button"
      data-kind={remedy.isDanger ? 'dangerous' : undefined}
      onClick={() => {
        onPress()
        remedy.onSelect()
      }}
    >
      {content}
    </button>
  )
}
