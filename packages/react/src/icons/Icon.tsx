/** Our own glyphs on a grid of 20 × 20, drawn in strokes of the text colour: those that can be seen at once. */
const glyphs = {
  plus: 'M10 4v12M4 10h12',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  check: 'M4.5 10.5l3.6 3.6 7.4-8',
  up: 'M10 15.5v-11M5.5 9 10 4.5 14.5 9',
  down: 'M10 4.5v11M5.5 11l4.5 4.5 4.5-4.5',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M10 6.2V10l2.6 1.8',
  alert: 'M10 3.2 17.3 16H2.7zM10 8.2v3.6M10 13.9h.01',
  blocked: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M5.1 5.1l9.8 9.8',
  versions: 'M7 7V3.8h9.2V13H13M3.8 7H13v9.2H3.8z',
  onlyHere: 'M3.5 9.2 10 4l6.5 5.2M5.4 8v8h9.2V8',
  pause: 'M7.5 5v10M12.5 5v10',
  stop: 'M5.5 5.5h9v9h-9z',
  close: 'M5 5l10 10M15 5 5 15',
  upload: 'M10 13.2V3.8M6 7.6l4-4 4 4M4 16.5h12',
  chevron: 'M8 5l5 5-5 5',
  search: 'M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 1 0 9 3.8M12.8 12.8l3.7 3.7',
  filter: 'M3.5 4.5h13l-5 6v5l-3-1.5v-3.5z',
  sort: 'M6.5 4v12M3.6 7 6.5 4l2.9 3M13.5 16V4M10.6 13l2.9 3 2.9-3',
  sortUp: 'M10 15V5.5M6.5 9 10 5.5 13.5 9',
  sortDown: 'M10 5v9.5M6.5 11l3.5 3.5 3.5-3.5',
  oneWay: 'M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5M3.5 6v8',
  syncing: 'M4.2 9.4A6 6 0 0 1 15 6.4M15.2 3v3.6h-3.6M15.8 10.6A6 6 0 0 1 5 13.6M4.8 17v-3.6h3.6',
  unlinked: 'M8.6 6 10 4.6a3.3 3.3 0 0 1 4.7 4.7L13.3 10.7M11.4 14 10 15.4a3.3 3.3 0 0 1-4.7-4.7L6.7 9.3M3.5 3.5l13 13',
  missing: 'M10 3a7 7 0 1 0 0 14 7 7 0 1 0 0-14M10 6.5v4.2M10 13.3h.01',
  folder: 'M3 15.5v-11h5l1.6 2H17v9z',
  pdf: 'M5 17V3h6.5L15 6.5V17zM11.5 3v3.5H15M7.5 14c2.2-1 3.2-3.4 3-5.2-.1-.9-1.3-.8-1.3.2 0 2 1.8 4 3.3 4.2',
  text: 'M5 17V3h6.5L15 6.5V17zM11.5 3v3.5H15M7.5 10h5M7.5 13h5',
  sheet: 'M4 4h12v12H4zM4 8h12M4 12h12M8.5 8v8',
  slides: 'M3 4h14v9H3zM10 13v3M7 16.5h6M6.5 10l2.2-2.4 1.8 1.6L13.5 6.5',
  image: 'M3.5 4.5h13v11h-13zM3.5 13l3.6-3.6 3 3 2.2-2.2 4.2 4.2M12.8 7.6h.01',
  video: 'M3.5 5h13v10h-13zM8.6 7.8v4.4l3.8-2.2z',
  audio: 'M8 14.2V5.4l7-1.4v8.6M8 14.2a2 2 0 1 1-4 0 2 2 0 0 1 4 0M15 12.6a2 2 0 1 1-4 0 2 2 0 0 1 4 0',
  archive: 'M4 5.5h12v11H4zM3 3h14v2.5H3zM10 7.5v1M10 10.5v1M8.8 13h2.4v1.6H8.8z',
  code: 'M7.5 6 3.5 10l4 4M12.5 6l4 4-4 4',
  mail: 'M3 5h14v10H3zM3.4 5.6 10 11l6.6-5.4',
  file: 'M5 17V3h6.5L15 6.5V17zM11.5 3v3.5H15',
} as const

/** The name of a glyph. */
export type IconName = keyof typeof glyphs

/** A glyph. Decoration only: what it says must stand beside it as text. Renders an `<svg>`. */
export function Icon({ name }: { readonly name: IconName }) {
  return icon(name)
}

/** What {@link Icon} renders, for a list that draws three in each row: they need no component each. */
export function icon(name: IconName) {
  return glyph(name, glyphs[name])
}

/** A glyph that says something by itself, e.g. the state of a file. Renders an `<svg>` with the role `img`. */
export function namedIcon(name: IconName, label: string, tone: string) {
  return (
    <svg
      className="tf-icon tf-state"
      data-icon={name}
      data-part="state"
      data-tone={tone}
      viewBox="0 0 20 20"
      role="img"
      aria-label={label}
    >
      <path d={glyphs[name]} />
    </svg>
  )
}

/** The drawing of a glyph: an `<svg>`. */
export function glyph(name: string, path: string) {
  return (
    <svg className="tf-icon" data-icon={name} viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
