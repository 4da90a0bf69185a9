import type { Instant } from '../domain/instant.ts'
import { cutText, splitName } from './safe-name.ts'

/**
 * The name of the version that does not keep its name in a conflict (S4, S11), e.g. `quote (Dropbox, Sofie, 2026-11-22).pdf`.
 * All from data, nothing from a clock: the same conflict has the same name at every attempt.
 *
 * @param version where this version comes from, who it belongs to, and when it was stored there
 */
export function conflictName(
  name: string,
  version: { readonly from: 'Dropbox' | 'CRM'; readonly who: string; readonly at: Instant },
): string {
  const { stem, extension } = splitName(name)
  const details = [version.from, version.who, version.at.slice(0, 10)].filter((detail) => detail !== '')
  const suffix = ` (${details.join(', ')})`
  return `${cutText(withoutOwnSuffix(stem), 255 - suffix.length - extension.length)}${suffix}${extension}`
}

/** A conflict of a conflict copy does not nest its suffix (C62). */
function withoutOwnSuffix(stem: string): string {
  return stem.replace(/ \((Dropbox|CRM)(, [^()]*)?, \d{4}-\d{2}-\d{2}\)( \(\d+\))?$/, '')
}
