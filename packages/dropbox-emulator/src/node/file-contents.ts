import { createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

import { sliceBytes } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { newToken } from '../ids.ts'
import type { ContentStore } from '../state/contents.ts'
import { contentHasher } from './content-hasher.ts'
import type { ContentHasher } from './content-hasher.ts'

/** As many bytes of a transfer are held; what is smaller needs no file to arrive in. */
const largestInMemory = 256 * 1024
const readBytes = 256 * 1024

/**
 * Keeps contents as files named by their hash. Bytes are hashed and written as they come, so that a transfer needs no
 * more memory than what is on its way. A content is in place whole or not at all.
 *
 * @param options.smallInMemory whether small contents stay in memory, for a folder that nobody opens again
 */
export async function fileContents(
  folder: string,
  { smallInMemory = false }: { readonly smallInMemory?: boolean } = {},
): Promise<ContentStore> {
  const arriving = join(folder, 'arriving')
  // What was on its way when the process ended.
  await rm(arriving, { recursive: true, force: true })
  await mkdir(arriving, { recursive: true })
  const inMemory = new Map<string, readonly Bytes[]>()
  const newDraft = () => join(arriving, newToken('', 9))
  const placeOf = async (hash: string) => {
    await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
    return fileOf(folder, hash)
  }
  return {
    async receive(chunks) {
      const hasher = contentHasher()
      const { head, draft } = await take(chunks, hasher, newDraft)
      const hash = hasher.digest()
      let isKept = false
      return {
        contentHash: hash,
        sizeBytes: hasher.sizeBytes,
        async keep() {
          if (isKept) return
          isKept = true
          if (draft === null && smallInMemory) return void inMemory.set(hash, head)
          if (await exists(fileOf(folder, hash))) {
            if (draft !== null) await rm(draft, { force: true })
            return
          }
          const written = draft ?? newDraft()
          if (draft === null) await writeFile(written, Buffer.concat(head))
          await rename(written, await placeOf(hash))
        },
        async discard() {
          if (!isKept && draft !== null) await rm(draft, { force: true })
        },
      }
    },
    async *read(hash, from, to) {
      if (to <= from) return
      const kept = inMemory.get(hash)
      if (kept) return yield* sliceBytes(kept, from, to)
      const chunks: AsyncIterable<Buffer<ArrayBuffer>> = createReadStream(fileOf(folder, hash), {
        start: from,
        end: to - 1,
        highWaterMark: readBytes,
      })
      // Plain arrays: a `Buffer` is not equal to one.
      for await (const { buffer, byteOffset, byteLength } of chunks)
        yield new Uint8Array(buffer, byteOffset, byteLength)
    },
  }
}

/** Removes the files of contents whose hash is not in `needed`. */
export async function removeContents(folder: string, needed: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const hash = /[0-9a-f]{64}$/.exec(name)?.[0]
    if (hash !== undefined && !needed.has(hash)) await rm(fileOf(folder, hash), { force: true })
  }
}

interface Taken {
  /** The bytes, when they are few. */
  readonly head: readonly Bytes[]
  /** The file they are in, when they are many. */
  readonly draft: string | null
}

async function take(chunks: AsyncIterable<Bytes>, hasher: ContentHasher, newDraft: () => string): Promise<Taken> {
  const draft = newDraft()
  let waiting: Bytes[] = []
  let waitingBytes = 0
  let file: FileHandle | null = null
  try {
    for await (const chunk of chunks) {
      hasher.update(chunk)
      waiting.push(chunk)
      waitingBytes += chunk.byteLength
      if (waitingBytes <= largestInMemory) continue
      file ??= await open(draft, 'wx')
      await writeAll(file, waiting, waitingBytes)
      waiting = []
      waitingBytes = 0
    }
    if (!file) return { head: waiting, draft: null }
    if (waitingBytes > 0) await writeAll(file, waiting, waitingBytes)
    await file.close()
    return { head: [], draft }
  } catch (error) {
    await file?.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

async function writeAll(file: FileHandle, chunks: readonly Bytes[], size: number): Promise<void> {
  const { bytesWritten } = await file.writev([...chunks])
  if (bytesWritten !== size)
    throw new Error(`Only ${bytesWritten} of ${size} bytes could be written: is the disk full?`)
}

function fileOf(folder: string, hash: string): string {
  return join(folder, hash.slice(0, 2), hash)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
