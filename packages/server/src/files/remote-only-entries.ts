import {
  type Enrolment,
  type HostFolder,
  type Problem,
  type RecordKey,
  type SyncStore,
  syncErrorClasses,
} from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'

type RemoteOnlyEntry = Wire<typeof shapes.RemoteOnlyEntry>

/** Files that are only in the remote: why they did not come in (P57), or what their deletion waits for (S15). */
export async function remoteOnlyEntries(
  { provider, stores: { sync } }: Pick<ServerParts, 'provider' | 'stores'>,
  session: Session,
  record: RecordKey,
  isWanted: (entry: RemoteOnlyEntry) => boolean,
): Promise<RemoteOnlyEntry[]> {
  const link = await sync.linkOfUser(session, provider.id)
  const enrolment = link && (await sync.enrolment(link.id, record))
  if (!link || !enrolment?.folderLower || enrolment.status === 'stopped') return []
  const held = (await heldDeletions(sync, link.id, record)).filter(isWanted)
  const problems = (await sync.problems(link.id, record)).flatMap((problem) =>
    problem.key.type === 'path' ? [{ problem, path: problem.key.pathLower }] : [],
  )
  if (problems.length === 0) return held
  const bound = await sync.baselinesByPath(
    link.id,
    problems.map(({ path }) => path),
  )
  const mirror = await sync.mirror(
    link.id,
    link.mirrorGeneration,
    problems.map(({ path }) => path),
  )
  const folders = await sync.folderMaps(link.id, record)
  const refused = problems.flatMap(({ problem, path }, index): readonly RemoteOnlyEntry[] => {
    const entry = mirror[index]
    // What a file of the CRM is bound to has its state on that file's own row.
    if (bound[index] || entry?.kind !== 'file') return []
    const parent = path.slice(0, path.lastIndexOf('/'))
    const place = parent === enrolment.folderLower ? [] : folders.find((map) => map.pathLower === parent)?.hostFolder
    const hostFolder = place ?? namesBelow(enrolment, entry.path)
    return [{ kind: 'remoteOnly', fileId: null, name: entry.name, folder: [...hostFolder], sync: stateOf(problem) }]
  })
  return [...held, ...refused.filter(isWanted)]
}

/** Files that are deleted in the CRM and stay in the remote until somebody confirms it. */
async function heldDeletions(sync: SyncStore, linkId: string, record: RecordKey): Promise<RemoteOnlyEntry[]> {
  const baselines = await sync.undecidedBaselines(linkId, record)
  return baselines
    .filter(({ deletion }) => deletion === 'held')
    .map(({ fileId, hostName, hostFolder }) => ({
      kind: 'remoteOnly',
      fileId,
      name: hostName,
      folder: [...hostFolder],
      sync: { state: 'held', code: 'deletion_held', retryAt: null },
    }))
}

/** The folder of a path whose folder is not known in the CRM yet. */
function namesBelow({ folder }: Enrolment, path: string): HostFolder {
  return path.split('/').slice((folder ?? '').split('/').length, -1)
}

function stateOf({ code, retryAt }: Problem): RemoteOnlyEntry['sync'] {
  const passes = syncErrorClasses[code] === 'retry-later'
  return { state: passes ? 'onlyInDropbox' : 'blocked', code, retryAt }
}
