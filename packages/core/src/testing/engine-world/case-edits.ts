import type { RecordKey } from '../../domain/record-ref.ts'
import type { Crm, WorldHost } from './crm.ts'
import type { Spoke } from './spoke.ts'

/** Files by their paths in the record, with their contents: `{ 'offers/quote.pdf': 'h1' }`. */
export type Tree = Readonly<Record<string, string>>

/**
 * What happens to paths, in order: new contents, `null` for deleted, `→ b.pdf` for moved to there. A path that ends with `/` is a
 * folder, one that begins with `/` is told from the app folder.
 */
export type Edits = Readonly<Record<string, string | null>>

const arrow = '→ '

/** One step after the other; several where one path has more than one of them. */
function stepsOf(edits: Edits | readonly Edits[] | undefined): readonly (readonly [string, string | null])[] {
  if (!edits) return []
  return (isList(edits) ? edits : [edits]).flatMap((one) => Object.entries(one))
}

function isList(edits: Edits | readonly Edits[]): edits is readonly Edits[] {
  return Array.isArray(edits)
}

/** What people do in the CRM. */
export async function editHost(
  { crm, host, acme }: { readonly crm: Crm; readonly host: WorldHost; readonly acme: RecordKey },
  edits: Edits | readonly Edits[] | undefined,
): Promise<void> {
  for (const [path, what] of stepsOf(edits)) {
    if (what?.startsWith(arrow)) await crm.move(path, what.slice(arrow.length))
    else if (path.endsWith('/')) host.removeFolder(acme, path.slice(0, -1).split('/'))
    else if (what === null) await crm.remove(path)
    else await crm.put(path, what)
  }
}

/** What a user does in Dropbox. */
export async function editRemote(spoke: Spoke, edits: Edits | readonly Edits[] | undefined): Promise<void> {
  for (const [path, what] of stepsOf(edits)) {
    const place = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
    if (what?.startsWith(arrow)) await spoke.move(place, what.slice(arrow.length))
    else if (what === null) await spoke.remove(place)
    else if (place !== path) await spoke.mkdir(place)
    else await spoke.put(path, what)
  }
}

/** `path: text` of every file, sorted, as the worlds tell theirs. */
export function linesOf(tree: Tree | readonly string[]): readonly string[] {
  const lines = isLines(tree) ? tree : Object.entries(tree).map(([path, text]) => `${path}: ${text}`)
  return lines.toSorted()
}

function isLines(tree: Tree | readonly string[]): tree is readonly string[] {
  return Array.isArray(tree)
}
