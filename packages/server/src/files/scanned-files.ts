import { type ByteStream, type HostContents, type HostFile, type HostFiles, SyncError } from '@twinfolder/core'

import type { Scan } from '../options.ts'
import { scannedStream } from './scanned-stream.ts'

type ReadableVersion = Parameters<HostFiles['read']>[0]

/** So many versions are remembered as clean; an older one is scanned again when it is read. */
const REMEMBERED_VERSIONS = 10_000

/**
 * The host's files behind a scanner (X44): what it refuses is neither stored, whichever way it comes, nor read, which is what
 * downloading and sending to the remote do. It scans on the way in, before the last byte is passed on, and whatever came in otherwise
 * before it is read for the first time. A scanner that fails lets nothing through.
 */
export function scannedFiles(files: HostFiles, scan: Scan): HostFiles {
  const clean = new Map<string, Promise<void>>()

  const remember = (key: string, verdict: Promise<void>): Promise<void> => {
    clean.set(key, verdict)
    if (clean.size > REMEMBERED_VERSIONS) clean.delete(clean.keys().next().value ?? '')
    return verdict
  }
  const scanned = (name: string, contents: HostContents): HostContents => ({
    contentHash: contents.contentHash,
    // A getter, where the length is only known once the contents were read.
    get sizeBytes() {
      return contents.sizeBytes
    },
    open: async () => scannedStream(await contents.open(), (stream) => scan({ name, contents: stream })),
  })
  const noteClean = <File extends HostFile | null>(file: File): File => {
    if (file) void remember(keyOf(file), Promise.resolve())
    return file
  }
  /** Reads a version to its end for the scanner alone. */
  const scanVersion = async (file: ReadableVersion): Promise<void> => {
    const [present] = await files.get(file.record, [file.id])
    const stream = scannedStream(await files.read(file), (contents) => scan({ name: present?.name ?? '', contents }))
    for await (const _ of stream);
  }
  const requireClean = (file: ReadableVersion): Promise<void> => {
    const key = keyOf(file)
    const known = clean.get(key)
    if (known) return known
    const verdict = scanVersion(file)
    // A scanner that was away is asked again; an infected version stays refused.
    verdict.catch((error: unknown) => {
      if (!(error instanceof SyncError) || error.code !== 'scanner_refused') clean.delete(key)
    })
    return remember(key, verdict)
  }

  const replace = files.replace?.bind(files)
  const behindScanner: Partial<HostFiles> = {
    async create(record, file, contents, options) {
      return noteClean(await files.create(record, file, scanned(file.name, contents), options))
    },
    ...(replace && {
      async replace(file, contents, change, options) {
        const [present] = await files.get(file.record, [file.id])
        return noteClean(await replace(file, scanned(present?.name ?? '', contents), change, options))
      },
    }),
    async read(file, options): Promise<ByteStream> {
      await requireClean(file)
      return files.read(file, options)
    },
  }
  // All else is the host's own, called as its own: an instance of a class keeps its private fields.
  return new Proxy(files, {
    get(target, name) {
      const ours: unknown = Reflect.get(behindScanner, name)
      if (ours !== undefined) return ours
      const theirs: unknown = Reflect.get(target, name)
      return typeof theirs === 'function' ? (theirs.bind(target) as unknown) : theirs
    },
  })
}

function keyOf({ record, id, version }: ReadableVersion): string {
  return JSON.stringify([record.tenantId, record.module, record.id, id, version])
}
