import { later } from '../messages/later.tsx'
import type { MenuProps } from './Menu.tsx'

/** The {@link Menu}, loaded while nothing is open. */
export const LateMenu = later<MenuProps>({
  load: async () => (await import('./Menu.tsx')).Menu,
  parts: [],
  onFailed: ({ onClose }) => onClose(),
})
