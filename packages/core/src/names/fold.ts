/**
 * Folds a name for clash detection: two names with one fold cannot be beside each other in the remote (S12, C52, C53).
 *
 * Only a guess at the remote's own rule, so it decides which name we ask for and never what a path is: keys come from replies.
 */
export function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
