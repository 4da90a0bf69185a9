import { Icon, type IconName, glyph } from './Icon.tsx'

/** The glyphs that are seen only in what is loaded later: in menus, dialogs, cards. */
const lateGlyphs = {
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7 5 4 8l3 3',
  download: 'M10 3.8v9.4M6 9.4l4 4 4-4M4 16.5h12',
  move: 'M3 15.5v-11h5l1.6 2H17v9zM7 11h6M10.8 8.8 13 11l-2.2 2.2',
  trash: 'M4 6h12M8 6V4h4v2M5.8 6l.7 10.2h7L14.2 6',
  play: 'M7 4.8 15 10l-8 5.2z',
  folderPlus: 'M3 15.5v-10h5l1.6 2H17v8zM10 9.4v4M8 11.4h4',
  help: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M8.1 8a2 2 0 1 1 2.7 2c-.6.2-.8.6-.8 1.2M10 13.8h.01',
  retry: 'M15.6 10a5.6 5.6 0 1 1-1.7-4M15.6 3.4V7H12',
  rename: 'M4 16l.8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.4 5.8l2.8 2.8',
  open: 'M3 15.5v-11h5l1.6 2H17v2M3 15.5l2.4-7H18l-2.3 7z',
  external: 'M8 4.8H4.8v10.4h10.4V12M11.4 4h4.6v4.6M16 4l-7 7',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M10 9.3v4M10 6.7h.01',
  blank: 'M0 0',
} as const

type OnlyLate = keyof typeof lateGlyphs

/** The name of a glyph in what is loaded later. */
export type LateIconName = IconName | OnlyLate

/** An `Icon` in what is loaded later, where there are more of them. Only such components import it. Renders an `<svg>`. */
export function LateIcon({ name }: { readonly name: LateIconName }) {
  return isOnlyLate(name) ? glyph(name, lateGlyphs[name]) : <Icon name={name} />
}

function isOnlyLate(name: LateIconName): name is OnlyLate {
  return name in lateGlyphs
}
