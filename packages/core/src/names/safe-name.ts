/** The longest name that a remote takes, in UTF-16 units. */
const MAX_LENGTH = 255

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[/\\<>:"|?*\u0000-\u001f\u007f-\u009f]/g
/** What needs no change: letters, digits and what is common between them, not too long. */
const PLAIN = /^[A-Za-z0-9_(][A-Za-z0-9 _.,()-]{0,80}[A-Za-z0-9_)]$/
/** Names that Windows gives to devices, also with an extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i
/** Names that the remote refuses or that its desktop clients never carry. */
const IGNORED =
  /^(desktop\.ini|thumbs\.db|\.ds_store|icon|\.dropbox|\.dropbox\.attr|\.dropbox\.cache|~\$.*|\.~.*|~.*\.tmp)$/i

/**
 * The nearest name that the remote takes and that every desktop client carries (S12). Whatever is not allowed becomes `-`. The
 * baseline keeps the host's own name beside it, so nothing is lost by it.
 */
export function safeName(name: string): string {
  if (PLAIN.test(name) && !DEVICE.test(name) && !IGNORED.test(name)) return name
  const allowed = name
    .normalize('NFC')
    .toWellFormed()
    .replace(FORBIDDEN, '-')
    .replace(/^ +/, '')
    .replace(/[. ]+$/, (tail) => '-'.repeat(tail.trimEnd().length))
  const named = allowed === '' ? '-' : allowed
  return shortened(DEVICE.test(named) || IGNORED.test(named) ? `-${named}` : named, MAX_LENGTH)
}

/**
 * Cuts a name to `length` UTF-16 units, keeping its extension. A short hash of the whole name stands for what was cut, so that
 * two long names stay apart (C56).
 */
export function shortened(name: string, length: number): string {
  if (name.length <= length) return name
  const { stem, extension } = splitName(name)
  const mark = `~${hashText(name)}`
  return `${cutText(stem, length - mark.length - extension.length)}${mark}${extension}`
}

/** Splits `quote.pdf` into `quote` and `.pdf`; a leading dot starts no extension, and neither does a very long end. */
export function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.')
  const isExtension = dot > 0 && name.length - dot <= 32
  return isExtension ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: '' }
}

/** The first `length` UTF-16 units without half of a character at the end. */
export function cutText(text: string, length: number): string {
  const cut = text.slice(0, Math.max(0, length))
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** FNV-1a, 32 bits: enough to keep cut names apart; a clash is numbered like any other. */
function hashText(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
