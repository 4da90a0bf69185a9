import type { ComponentType } from 'react'

import { later, type LaterComponent } from '../messages/later.tsx'
import type { MenuProps } from './Menu.tsx'
import { useLeave } from './use-leave.ts'

type Opened = Pick<MenuProps, 'anchor' | 'onClose'>

/** A menu whose code is loaded while nothing is open. What closes it when it is there calls it off before it is. */
export function laterMenu<Props extends Opened>(load: () => Promise<ComponentType<Props>>): LaterComponent<Props> {
  return later<Props>({
    load,
    parts: [],
    fallback: (props) => <ComingMenu anchor={props.anchor} onClose={props.onClose} />,
    onFailed: ({ onClose }) => onClose(),
  })
}

/** The {@link Menu}. */
export const LateMenu = laterMenu<MenuProps>(async () => (await import('./Menu.tsx')).Menu)

/** A menu that is on its way. Renders nothing. */
function ComingMenu({ anchor, onClose }: Opened) {
  useLeave(anchor, null, onClose)
  return null
}
