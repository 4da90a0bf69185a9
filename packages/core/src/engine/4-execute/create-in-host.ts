import type { ByteStream } from '../../domain/byte-stream.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { CreateHostFile, HostContents, HostFile } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import { SyncError } from '../../sync-error.ts'
import type { MirrorFile, RecordView } from '../3-plan/cell.ts'
import { type Pass, fileText } from '../pass.ts'
import { createAndFind } from './find-created.ts'

/** How often a key that was used for something else since is changed for another. */
const MAX_KEYS = 4

/** A file as it was made, and as it is: a user may have renamed it since an attempt whose reply was lost. */
export interface Made {
  readonly made: HostFile
  readonly present: HostFile
}

/** What a file is to become, before it is known under which key. */
export type NewHostFile = Omit<CreateHostFile, 'idempotencyKey'>

/** A file of the remote that comes into the host. */
export interface Incoming {
  readonly view: RecordView
  readonly remote: MirrorFile
  readonly file: NewHostFile
  /** Whether a file that an earlier attempt may have made still is what is wanted. */
  readonly accepts: (file: HostFile) => Promise<boolean>
}

/**
 * Exactly-once: one version of a path makes one file in the host, however often it is tried and whatever it is by then: new, a copy of
 * another file, or the other side of a conflict (C75, I8).
 */
export function idempotencyKey({ link }: Pass, { pathLower, revision }: MirrorFile): string {
  return JSON.stringify([link.id, pathLower, revision])
}

/** Makes a file in the host of what the remote has; by its key where the host knows keys, else by looking for it. */
export async function createInHost(pass: Pass, { view, remote, file, accepts }: Incoming): Promise<Made> {
  const { record } = view
  const contents = contentsOf(pass, record, null, remote)
  const key = idempotencyKey(pass, remote)
  if (!view.capabilities.createdId) {
    const { sizeBytes, contentHash } = remote
    const found = await createAndFind(
      pass,
      { record, folder: file.folder, name: file.name, otherName: remote.name, sizeBytes, contentHash, accepts },
      () => pass.files.create(record, { ...file, idempotencyKey: key }, contents, pass.call),
    )
    return { made: found, present: found }
  }
  return createOnce(
    remote,
    key,
    async (idempotencyKey) => {
      const made = await pass.files.create(record, { ...file, idempotencyKey }, contents, pass.call)
      if (!made) throw new SyncError('unexpected', `The host does not tell which file "${file.name}" became.`)
      return made
    },
    async (fileId) => {
      const [present] = await pass.files.get(record, [fileId])
      return present && (await accepts(present)) ? present : null
    },
  )
}

/**
 * Makes a file once, and makes sure that it is there: a repeated request may be answered with a file that was deleted or edited
 * after an attempt whose reply was lost. Such a file is left to its fate, and the content is stored anew.
 */
export async function createOnce(
  remote: MirrorFile,
  key: string,
  make: (idempotencyKey: string) => Promise<HostFile>,
  find: (fileId: string) => Promise<HostFile | null>,
): Promise<Made> {
  for (let number = 1; number <= MAX_KEYS; number += 1) {
    const made = await make(number === 1 ? key : `${key}#${number}`)
    const present = await find(made.id)
    const hash = present && (present.contentHash ?? (present.version === made.version ? remote.contentHash : null))
    if (present && hash !== null && hash === remote.contentHash) return { made, present }
  }
  throw new SyncError('hash_mismatch', `The host does not hold what "${remote.path}" has.`)
}

/**
 * Whether a file that an earlier attempt made is still nobody's, or bound to this path. One that was renamed and uploaded since is
 * another file of the remote now. One that is to be uploaded by this very plan is taken before: its op is outdated then.
 */
export async function isUnbound(pass: Pass, file: HostFile, remote: MirrorFile, own: string | null): Promise<boolean> {
  const { record, id } = file
  const [bound] = await pass.store.baselines(pass.link.id, record, [id])
  if (bound && (bound.pathLower !== remote.pathLower || bound.status === 'detached' || bound.status === 'putBack')) {
    return false
  }
  const group = pass.planned.get(fileText(record, id))
  if (id !== own && group && (bound || group !== 'uploads')) {
    throw new SyncError('content_changed', `The file that "${remote.path}" became has an op of its own in this plan.`)
  }
  return true
}

/**
 * Where a file was when both sides were last alike: what is named after it is named alike at every attempt, also if a user renames
 * the file in between, so that it can be found again.
 */
export function knownPlace(
  baseline: Pick<Baseline, 'hostName' | 'hostFolder'> | null,
  host: Pick<HostFile, 'name' | 'folder'>,
): Pick<HostFile, 'name' | 'folder'> {
  return baseline ? { name: baseline.hostName, folder: baseline.hostFolder } : host
}

/** What the host stored must be what the remote has; anything else is never called synchronised. */
export function verifiedHash(file: HostFile, remote: MirrorFile): Baseline['contentHash'] {
  const hash = file.contentHash ?? remote.contentHash
  if (hash === null || hash !== remote.contentHash) {
    throw new SyncError('hash_mismatch', `The host holds other bytes of "${file.name}" than the remote.`)
  }
  return hash
}

/** What the remote has, as contents for the host; read when the host asks for it. */
export function contentsOf(pass: Pass, record: RecordKey, fileId: string | null, remote: MirrorFile): HostContents {
  const { revision, contentHash } = remote
  return {
    sizeBytes: remote.sizeBytes,
    contentHash,
    open: async () =>
      counted(pass, record, fileId, remote, await pass.remoteAccount.download({ revision, contentHash }, pass.call)),
  }
}

async function* counted(
  pass: Pass,
  record: RecordKey,
  fileId: string | null,
  remote: MirrorFile,
  body: ByteStream,
): ByteStream & AsyncGenerator<Uint8Array> {
  let sentBytes = 0
  for await (const bytes of body) {
    yield bytes
    sentBytes += bytes.byteLength
    await pass.keepLease()
    pass.onEvent({
      type: 'fileProgress',
      linkId: pass.link.id,
      record,
      fileId,
      state: 'downloading',
      sentBytes,
      totalBytes: remote.sizeBytes,
    })
  }
}
