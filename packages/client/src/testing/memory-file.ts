import type { FileEntry, FileSync, FileVersion } from '@twinfolder/protocol'

import { mediaTypeOf } from './media-type.ts'

/** A state, in full or by its name alone. */
export type MemoryFileSync = FileSync['state'] | (Partial<FileSync> & Pick<FileSync, 'state'>) | null

/** A file to show. Only the name is needed. */
export interface MemoryFile {
  readonly name: string
  /** Names from the record's root. @default [] */
  readonly folder?: readonly string[] | undefined
  /** @default the size of `content`, or 1024 */
  readonly sizeBytes?: number | undefined
  /** @default what the name suggests */
  readonly mediaType?: string | undefined
  /** UTC ISO text. @default a fixed instant */
  readonly updatedAt?: string | undefined
  readonly updatedBy?: string | null | undefined
  /** `remote`: it came from Dropbox. @default 'host' */
  readonly via?: FileEntry['via'] | undefined
  /** @default null: the record is not enrolled */
  readonly sync?: MemoryFileSync | undefined
  /** First names of those who have a copy in their Dropbox. @default the linked user's while `synced` */
  readonly copies?: readonly string[] | undefined
  /** @default as many zeros as `sizeBytes` says */
  readonly content?: MemoryContent | undefined
  /** Who made it, and when. @default `updatedBy` and `updatedAt` */
  readonly createdAt?: string | null | undefined
  readonly createdBy?: string | null | undefined
  /** Older contents, newest first. @default none */
  readonly versions?: readonly MemoryVersion[] | undefined
}

/** Contents of a file. */
export type MemoryContent = string | Uint8Array<ArrayBuffer> | Blob

/** Contents that a file had. Nothing of it is needed. */
export interface MemoryVersion {
  /** @default `old-1` for the oldest, `old-2`, … */
  readonly version?: string | undefined
  /** @default the size of `content`, or 1024 */
  readonly sizeBytes?: number | undefined
  readonly updatedAt?: string | undefined
  readonly updatedBy?: string | null | undefined
  readonly via?: FileEntry['via'] | undefined
  readonly content?: MemoryContent | undefined
}

/** A file as the adapter keeps it. */
export interface StoredFile {
  readonly entry: FileEntry
  /** `null`: zeros, made when somebody asks. */
  readonly content: Blob | null
  /** What it was made from; a change is made to this. */
  readonly source: MemoryFile
}

const fixedInstant = '2026-01-05T09:00:00.000Z'

/** Fills in what {@link MemoryFile} leaves out. */
export function storedFile(source: MemoryFile, id: string, version = 1): StoredFile {
  const mediaType = source.mediaType ?? mediaTypeOf(source.name)
  const content = source.content === undefined ? null : new Blob([source.content], { type: mediaType })
  const sync = fileSync(source.sync ?? null)
  return {
    source,
    content,
    entry: {
      kind: 'file',
      id,
      name: source.name,
      folder: source.folder ?? [],
      sizeBytes: source.sizeBytes ?? content?.size ?? 1024,
      mediaType,
      version: `v${version}`,
      updatedAt: source.updatedAt ?? fixedInstant,
      updatedBy: source.updatedBy === undefined ? 'Sofie' : source.updatedBy,
      via: source.via ?? 'host',
      sync,
      copies: source.copies ?? (sync?.state === 'synced' ? ['Sofie'] : []),
    },
  }
}

/** The file after a change. What an editor would notice makes a new version; another state does not. */
export function patchedFile({ entry, source }: StoredFile, patch: Partial<MemoryFile>): StoredFile {
  const isEdit = Object.keys(patch).some((name) => name !== 'sync' && name !== 'copies')
  return storedFile({ ...source, ...patch }, entry.id, Number(entry.version.slice(1)) + (isEdit ? 1 : 0))
}

/** The contents of a file. */
export function contentOf({ entry, content }: StoredFile): Blob {
  return content ?? zeros(entry.sizeBytes, entry.mediaType)
}

const zeroPart = 64 * 1024
let zeroBlob: Blob | undefined

/** So many zeros. All files share one part of them: of whatever size, contents weigh next to nothing and cost little to make. */
function zeros(sizeBytes: number, type: string): Blob {
  const part = (zeroBlob ??= new Blob([new Uint8Array(zeroPart)]))
  const rest = sizeBytes % zeroPart
  if (sizeBytes < zeroPart) return part.slice(0, rest, type)
  return new Blob([...Array.from({ length: Math.floor(sizeBytes / zeroPart) }, () => part), part.slice(0, rest)], {
    type,
  })
}

/** The versions of a file, newest first, each with its contents, made when somebody asks. */
export function versionsOf(file: StoredFile): readonly (FileVersion & { readonly content: () => Blob })[] {
  const { entry, source } = file
  const { version, sizeBytes, updatedAt, updatedBy, via } = entry
  const old = source.versions ?? []
  return [
    { version, sizeBytes, updatedAt, updatedBy, via, isCurrent: true, content: () => contentOf(file) },
    ...old.map((one, at) => {
      const content = one.content
        ? new Blob([one.content], { type: entry.mediaType })
        : zeros(one.sizeBytes ?? 1024, entry.mediaType)
      return {
        version: one.version ?? `old-${old.length - at}`,
        sizeBytes: content.size,
        updatedAt: one.updatedAt ?? fixedInstant,
        updatedBy: one.updatedBy === undefined ? 'Sofie' : one.updatedBy,
        via: one.via ?? 'host',
        isCurrent: false,
        content: () => content,
      }
    }),
  ]
}

/** Removed in Dropbox and kept here. */
export function isDetached({ sync }: FileEntry): boolean {
  return sync?.state === 'onlyInHost' && sync.code === 'removed_in_remote'
}

/** Where a file is, as one text: `Contracts/quote.pdf`. */
export function filePath({ folder, name }: Pick<FileEntry, 'folder' | 'name'>): string {
  return [...folder, name].join('/')
}

function fileSync(sync: MemoryFileSync): FileSync | null {
  if (sync === null) return null
  const named = typeof sync === 'string' ? { state: sync } : sync
  return { code: null, retryAt: null, ...named }
}
