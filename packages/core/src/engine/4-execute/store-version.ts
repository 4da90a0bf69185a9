import { conflictName } from '../../names/conflict-name.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { instantOf } from '../../state/instant-of.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'
import type { Pass } from '../pass.ts'
import { boundBaseline } from './bookkeeping.ts'
import { createInHost, isUnbound, knownPlace, verifiedHash } from './create-in-host.ts'
import { settle, settlePath } from '../dirty-keys.ts'

/**
 * A new version of the remote where the host cannot give a file new contents, or not without overwriting what nobody saw: it becomes
 * a file of its own, named after the link's user and its day, and the path in the remote belongs to that one from then on (S3). The
 * old file stays in the host, detached: neither sent again nor deleted.
 */
export async function storeVersion(
  pass: Pass,
  { cell, remote, view }: Extract<PlanOp, { readonly type: 'updateHost' }>,
  host: HostFile,
): Promise<void> {
  const { record } = view
  const at = remote.modifiedAt ?? instantOf(0)
  const { name: oldName, folder } = knownPlace(cell.baseline, host)
  const name = conflictName(oldName, { from: 'Dropbox', who: pass.link.firstName, at })
  const { made, present } = await createInHost(pass, {
    view,
    remote,
    file: { folder, name, actor: pass.owner },
    accepts: async (found) => found.id !== host.id && isUnbound(pass, found, remote, host.id),
  })
  const contentHash = verifiedHash(present, remote)
  const baseline: Baseline = {
    ...boundBaseline(pass, record, present, remote, contentHash),
    hostName: made.name,
    hostFolder: made.folder,
  }
  await pass.commit(
    [
      ...left(cell.baseline, host),
      { type: 'putBaseline', baseline },
      ...settle(cell),
      ...settlePath(record, remote),
      pass.activity({
        record,
        fileId: present.id,
        subject: present.name,
        code: 'imported',
        direction: 'toHost',
        details: { path: remote.path, of: host.name },
      }),
    ],
    [record],
  )
}

/** The old file as it is now: only another edit of it is news. */
function left(baseline: Baseline | null, host: HostFile): readonly StoreWrite[] {
  if (!baseline) return []
  const { version: hostVersion, name: hostName, folder: hostFolder } = host
  return [{ type: 'putBaseline', baseline: { ...baseline, status: 'detached', hostVersion, hostName, hostFolder } }]
}
