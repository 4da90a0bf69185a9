import { DEFAULT_MAX_FILE_BYTES } from '../../domain/limits.ts'
import type { HostFile } from '../../ports/host-files.ts'
import { type FileSync, fileSyncOf } from '../../state/file-sync.ts'
import type { World } from './engine-world.ts'
import type { Spoke } from './spoke.ts'

/** What the widget would say of each file of Acme, by path: the reason where there is one, else the state. */
export async function statesOf(
  { store, acme, host }: World,
  { linkId }: Spoke,
  maxFileBytes: number = DEFAULT_MAX_FILE_BYTES,
): Promise<Readonly<Record<string, string>>> {
  const [link, enrolment, baselines, problems, conflicts, dirty] = await Promise.all([
    store.link(linkId),
    store.enrolment(linkId, acme),
    store.baselinesOfRecord(linkId, acme),
    store.problems(linkId, acme),
    store.conflicts(acme),
    store.dirty(linkId, { records: [acme], limit: 1000 }),
  ])
  const sync = (file: HostFile): FileSync => {
    const baseline = baselines.find(({ fileId }) => fileId === file.id) ?? null
    return fileSyncOf({
      link,
      enrolment,
      file,
      baseline,
      problem: problems.find(({ key }) => key.type === 'file' && key.fileId === file.id) ?? null,
      conflict: conflicts.some((row) => row.linkId === linkId && [row.fileId, row.copyId].includes(file.id)),
      dirty: dirty.some(({ key }) => {
        if (key.type === 'file') return key.fileId === file.id
        return key.type === 'record' || key.pathLower === baseline?.pathLower
      }),
      transfer: null,
      maxFileBytes,
    })
  }
  const states: Record<string, string> = {}
  for (const file of host.allFiles(acme)) {
    const { state, code } = sync(file)
    states[[...file.folder, file.name].join('/')] = code ?? state
  }
  return states
}
