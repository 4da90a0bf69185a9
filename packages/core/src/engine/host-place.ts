import type { HostFolder } from '../ports/host-files.ts'
import type { Baseline } from '../ports/sync-rows.ts'

/** Whether the baseline says of the host's name what the host says. */
export function namesMatch(
  host: { readonly name: string; readonly folder: Baseline['hostFolder'] },
  baseline: Baseline,
): boolean {
  return host.name === baseline.hostName && isSameFolder(host.folder, baseline.hostFolder)
}

export function isSameFolder(a: HostFolder, b: HostFolder): boolean {
  return a.length === b.length && a.every((name, depth) => name === b[depth])
}
