import { createReadStream } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Bytes } from '../bytes.ts'
import type { DropboxEmulator } from '../emulator.ts'
import { newToken } from '../ids.ts'
import type { EmulatorSnapshot } from '../snapshot.ts'
import type { ContentStore } from '../state/contents.ts'

/** A folder that keeps an emulator across restarts: `state.json`, and contents by hash below `contents/`. */
export interface DataFolder {
  readonly contents: ContentStore
  /** What was saved last; `null` in a new folder. */
  readonly snapshot: EmulatorSnapshot | null
  /** Saves `emulator` shortly after each change. */
  keepSaving(emulator: DropboxEmulator): void
  /** Saves what is not saved yet. */
  close(): Promise<void>
}

/** Changes within this time are saved together. */
const saveDelayMs = 100

export async function openDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(join(folder, 'contents'), { recursive: true })
  const stateFile = join(folder, 'state.json')
  let kept: DropboxEmulator | null = null
  let stop = () => {}
  let timer: NodeJS.Timeout | null = null
  let saving = Promise.resolve()

  const save = () => {
    timer = null
    saving = saving.then(async () => {
      if (kept) await writeWhole(stateFile, JSON.stringify(kept.snapshot()))
    })
  }
  return {
    contents: folderContents(join(folder, 'contents')),
    snapshot: await readSnapshot(stateFile),
    keepSaving(emulator) {
      kept = emulator
      const later = () => void (timer ??= setTimeout(save, saveDelayMs))
      const stops = [emulator.onChange(later), emulator.clock.onAdvance(later)]
      stop = () => stops.forEach((each) => each())
      later()
    },
    async close() {
      stop()
      if (timer) clearTimeout(timer)
      save()
      await saving
    },
  }
}

function folderContents(folder: string): ContentStore {
  const fileOf = (hash: string) => join(folder, hash.slice(0, 2), hash)
  return {
    async put(hash, chunks) {
      const file = fileOf(hash)
      if (await exists(file)) return
      await mkdir(dirname(file), { recursive: true })
      await writeWhole(file, chunks)
    },
    async *read(hash, from, to) {
      if (to <= from) return
      const chunks: AsyncIterable<Buffer> = createReadStream(fileOf(hash), {
        start: from,
        end: to - 1,
        highWaterMark: 256 * 1024,
      })
      for await (const chunk of chunks)
        yield new Uint8Array<ArrayBuffer>(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength)
    },
  }
}

/** Writes beside the file and renames, so that a reader and a crash see the old file or the new one. */
async function writeWhole(file: string, content: string | readonly Bytes[]): Promise<void> {
  const temporary = `${file}.${newToken('', 6)}.part`
  try {
    if (typeof content === 'string') await writeFile(temporary, content)
    else await writeChunks(temporary, content)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function writeChunks(file: string, chunks: readonly Bytes[]): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    for (const chunk of chunks) {
      let written = 0
      while (written < chunk.byteLength) written += (await handle.write(chunk, written)).bytesWritten
    }
  } finally {
    await handle.close()
  }
}

async function readSnapshot(file: string): Promise<EmulatorSnapshot | null> {
  if (!(await exists(file))) return null
  const snapshot = JSON.parse(await readFile(file, 'utf8')) as EmulatorSnapshot
  if (snapshot.version === 1) return snapshot
  throw new Error(`${file} was written by another version of the emulator; use an empty folder.`)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
