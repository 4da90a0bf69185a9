import { type ContentHash, type HostFiles, type Remote, type UploadRequest, remotePath } from '../src/index.ts'
import { lowerPath, noteCreated, take } from './book.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'
import { note } from './violation.ts'

const WINDOW_MS = 3_600_000
const GUARDED = 20

/** The remote of a spoke, with what must hold at the instant of each effect (I2, I5, I11, I13). */
export function watchRemote(
  world: ModelWorld,
  spoke: Pick<ModelSpoke, 'remote' | 'book' | 'userId' | 'linkId'>,
): Remote {
  const { remote, book } = spoke
  const contentAt = async (path: string): Promise<ContentHash | null> => {
    const entry = await remote.get(remotePath(path))
    return entry?.kind === 'file' ? entry.contentHash : null
  }
  return {
    ...remote,
    async upload(request: UploadRequest, options) {
      const { contentHash, precondition, path } = request
      if (precondition.type === 'add') {
        const removed = book.removed.get(contentHash)
        const isReturn = removed !== undefined && (removed.isGone || removed.path === lowerPath(path))
        note(world, !isReturn, 'I5', () => `${path} was removed by its user and is sent again`)
      } else {
        const there = await contentAt(path)
        const isBlind = there !== null && !world.held.has(there)
        const file = await remote.upload(request, options)
        book.sent.push(file)
        note(world, !isBlind, 'I2', () => `${path} is written over a content that the CRM never held`)
        book.ever.add(contentHash)
        return file
      }
      const file = await remote.upload(request, options)
      book.sent.push(file)
      book.ever.add(contentHash)
      return file
    },
    async deleteFile(file, options) {
      const there = await contentAt(file.path)
      const isBlind = there !== null && !world.held.has(there)
      const result = await remote.deleteFile(file, options)
      note(world, result === 'missing' || !isBlind, 'I2', () => `${file.path} is deleted, and the CRM never held it`)
      if (result === 'deleted') await countDeletion(world, spoke, there)
      return result
    },
  }
}

/**
 * I11: what is deleted within an hour, and nobody confirmed, stays below the guard. A deletion that the link did not get to write
 * down is none of its hour.
 */
async function countDeletion(
  world: ModelWorld,
  { book, linkId }: Pick<ModelSpoke, 'book' | 'linkId'>,
  hash: ContentHash | null,
): Promise<void> {
  if (hash && take(book.confirmed, hash)) return
  const now = world.clock.now()
  book.deletions.push(now)
  const recent = book.deletions.filter((at) => at > now - WINDOW_MS).length
  const bound = Math.max(book.boundBefore, await world.store.countBound(linkId))
  const limit = Math.max(GUARDED, Math.floor((bound + recent) / 4))
  note(world, recent <= limit + book.faults, 'I11', () => `${recent} deletions in an hour, nobody was asked`)
}

/** The host as a spoke's engine sees it (I2, I5, I8). */
export function watchHost(world: ModelWorld, spoke: Pick<ModelSpoke, 'book'>): HostFiles {
  const { host } = world
  const { book } = spoke
  const copy = host.createFrom?.bind(host)
  const replace = host.replace?.bind(host)
  return {
    ...host,
    async remove(file, actor) {
      note(world, !book.isPassing, 'I5', () => 'a pass removes a file from the CRM')
      return host.remove(file, actor)
    },
    async create(record, file, contents, options) {
      const before = host.allFiles(record).length
      const made = await host.create(record, file, contents, options)
      if (contents.contentHash) {
        world.held.add(contents.contentHash)
        if (host.allFiles(record).length > before) noteCreated(world, book, contents.contentHash)
      }
      return made
    },
    ...(copy && {
      async createFrom(record, file, source) {
        const before = host.allFiles(record).length
        const made = await copy(record, file, source)
        if (made.contentHash && host.allFiles(record).length > before) noteCreated(world, book, made.contentHash)
        return made
      },
    }),
    ...(replace && {
      async replace(file, contents, change, options) {
        const [present] = await host.get(file.record, [file.id])
        const made = await replace(file, contents, change, options)
        const old = present?.version === file.expectedVersion ? present.contentHash : null
        note(
          world,
          old === null || book.ever.has(old) || !book.isPassing,
          'I2',
          () => `${file.id}: a version of the CRM that Dropbox never had`,
        )
        if (contents.contentHash) world.held.add(contents.contentHash)
        return made
      },
    }),
  }
}
