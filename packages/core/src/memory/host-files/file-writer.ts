import type { Module, RecordKey } from '../../domain/record-ref.ts'
import type { Clock } from '../../ports/clock.ts'
import type {
  Actor,
  CreateHostFile,
  HostCapabilities,
  HostFile,
  HostFolder,
  PlaceOptions,
} from '../../ports/host-files.ts'
import type { Random } from '../../ports/random.ts'
import { SyncError } from '../../sync-error.ts'
import type { Contents } from '../contents.ts'
import { freeName } from '../free-name.ts'
import { instantOf } from '../../state/instant-of.ts'
import { keyText } from '../table.ts'
import type { FileShelf } from './file-shelf.ts'
import type { HostFeed } from './host-feed.ts'
import { mediaTypeOf } from './media-type.ts'
import { folderText } from './record-folders.ts'

interface FileWriterOptions {
  readonly shelf: FileShelf
  readonly feed: HostFeed
  readonly clock: Clock
  readonly random: Random
  readonly capabilities: (module: Module) => HostCapabilities
}

interface FileRequest {
  readonly record: RecordKey
  readonly id: string
}

/** The writes of a memory host. */
export type FileWriter = ReturnType<typeof fileWriter>

/** Every write to the shelf: it makes a version, tells the feed and remembers idempotency keys. All without waiting. */
export function fileWriter({ shelf, feed, clock, random, capabilities }: FileWriterOptions) {
  /** What a write with a key gave: the reply of a repeated write, whatever happened to the file since. */
  const made = new Map<string, HostFile>()
  let lastVersion = 0

  const tell = (type: 'upsert' | 'delete', file: HostFile): void => {
    if (capabilities(file.record.module).changes !== 'feed') return
    feed.append({ type, record: file.record, fileId: file.id })
  }
  /** Stores a new state of a file under a new version. */
  const store = (
    file: Pick<HostFile, 'record' | 'id' | 'name' | 'folder'>,
    contents: Contents,
    actor: Actor,
  ): HostFile => {
    lastVersion += 1
    const stored: HostFile = {
      record: file.record,
      id: file.id,
      name: file.name,
      folder: file.folder,
      sizeBytes: contents.bytes.byteLength,
      mediaType: mediaTypeOf(file.name),
      version: `v${lastVersion}`,
      contentHash: capabilities(file.record.module).hash ? contents.hash : null,
      updatedAt: instantOf(clock.now()),
      updatedBy: actor,
    }
    shelf.put(stored, contents)
    tell('upsert', stored)
    return existing(stored.record, stored.id)
  }
  const existing = (record: RecordKey, fileId: string): HostFile => {
    const file = shelf.get(record, fileId)
    if (file === null) throw new SyncError('not_found', `The file "${fileId}" is not there.`)
    return file
  }
  const currentContents = (file: HostFile): Contents => {
    const contents = shelf.contents(file)
    if (contents === null) throw new SyncError('not_found', `The file "${file.id}" is not there.`)
    return contents
  }
  const freeNameIn = (record: RecordKey, folder: HostFolder, name: string): string => {
    if (name === '') throw new SyncError('host_refused', 'A file needs a name.')
    return freeName(name, (candidate) => shelf.named(record, folder, candidate) !== null)
  }

  const writer = {
    existing,
    /** The file if it has the expected version. @throws SyncError `not_found`, `precondition_failed` */
    expected({ record, id, expectedVersion }: FileRequest & { readonly expectedVersion: string }): HostFile {
      const file = existing(record, id)
      if (!capabilities(record.module).conditional || file.version === expectedVersion) return file
      throw new SyncError('precondition_failed', `The file is at version ${file.version}, not ${expectedVersion}.`)
    },
    /** What a version holds; a host without conditions gives what the file holds now for one that it does not keep. */
    contentsToRead({ record, id, version }: FileRequest & { readonly version: string }): Contents {
      const file = existing(record, id)
      const { conditional, versions } = capabilities(record.module)
      const contents = conditional || versions ? shelf.contents(file, version) : null
      if (contents === null && !conditional) return currentContents(file)
      if (contents === null) throw new SyncError('precondition_failed', `There is no version ${version} of the file.`)
      return contents
    },
    /** What a write with this key gave before. */
    resultOf: (record: RecordKey, key: string): HostFile | null => made.get(keyText(record.tenantId, key)) ?? null,
    /** Makes a file unless a write with this key has made it already. */
    once(record: RecordKey, key: string, make: () => HostFile): HostFile {
      const text = keyText(record.tenantId, key)
      const known = made.get(text)
      if (known !== undefined) return known
      const file = make()
      made.set(text, file)
      return file
    },
    create: (record: RecordKey, file: CreateHostFile, contents: Contents): HostFile =>
      writer.add(record, { ...file, name: freeNameIn(record, file.folder, file.name) }, contents),
    /** Adds a file under exactly this name. */
    add(record: RecordKey, file: Pick<CreateHostFile, 'folder' | 'name' | 'actor'>, contents: Contents): HostFile {
      return store({ record, id: random.id(), name: file.name, folder: file.folder }, contents, file.actor)
    },
    change: (file: HostFile, contents: Contents, actor: Actor): HostFile => store(file, contents, actor),
    /** Another name or folder; a name that is taken there gets a number, or is refused. @throws SyncError `name_taken` */
    place(
      file: HostFile,
      to: { readonly name?: string; readonly folder?: HostFolder },
      actor: Actor,
      { ifTaken = 'number' }: PlaceOptions = {},
    ): HostFile {
      const { name = file.name, folder = file.folder } = to
      if (name === file.name && folderText(folder) === folderText(file.folder)) return file
      if (ifTaken === 'refuse' && shelf.named(file.record, folder, name) !== null) {
        throw new SyncError('name_taken', `There is a file "${name}" in this folder already.`)
      }
      return store({ ...file, folder, name: freeNameIn(file.record, folder, name) }, currentContents(file), actor)
    },
    moveToRecord(file: HostFile, to: RecordKey, actor: Actor): HostFile {
      const contents = currentContents(file)
      shelf.unshelve(file)
      tell('delete', file)
      return store({ ...file, record: to, name: freeNameIn(to, file.folder, file.name) }, contents, actor)
    },
    remove(file: HostFile, actor: Actor): void {
      shelf.take({ ...file, updatedBy: actor }, capabilities(file.record.module).trash ? 'trash' : 'nothing')
      tell('delete', file)
    },
    /** Out of the trash under its old id; a file that is there already is returned. @throws SyncError `not_found` */
    restore(record: RecordKey, fileId: string, actor: Actor): HostFile {
      const file = shelf.takeFromTrash(record, fileId)
      if (file === null) return existing(record, fileId)
      return store({ ...file, name: freeNameIn(record, file.folder, file.name) }, currentContents(file), actor)
    },
    /** The contents of an old version under the present name. @throws SyncError `not_found` */
    restoreVersion(file: HostFile, version: string, actor: Actor): HostFile {
      const contents = shelf.contents(file, version)
      if (contents === null) throw new SyncError('not_found', `There is no version ${version} of the file.`)
      return store(file, contents, actor)
    },
  }
  return writer
}
