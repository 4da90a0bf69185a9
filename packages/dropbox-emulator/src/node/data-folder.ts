import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { DropboxEmulator } from '../emulator.ts'
import type { EmulatorSnapshot } from '../snapshot.ts'
import type { ContentStore } from '../state/contents.ts'
import { fileContents, removeContents } from './file-contents.ts'
import { StartError } from './start-error.ts'
import { openStateFile } from './state-file.ts'

/** A folder that keeps an emulator across restarts: its state, and contents by hash below `contents/`. */
export interface DataFolder {
  readonly contents: ContentStore
  /** What was saved last; `null` in a new folder. */
  readonly snapshot: EmulatorSnapshot | null
  /** Saves `emulator` after each change. */
  keepSaving(emulator: DropboxEmulator): void
  /** Resolves when everything that has changed so far is on disk. */
  saved(): Promise<void>
  /** Looks for changes that nobody was told of, such as switches. */
  look(): void
  /** Saves what is not saved yet. */
  close(): Promise<void>
}

/** @throws StartError when the folder cannot be used */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const contentsFolder = join(folder, 'contents')
  const { contents, state } = await opened(folder, async () => {
    await mkdir(contentsFolder, { recursive: true })
    return { state: await openStateFile(folder), contents: await fileContents(contentsFolder) }
  })
  await removeContents(contentsFolder, hashesIn(state.snapshot))

  let kept: DropboxEmulator | null = null
  let isDirty = false
  let stop = () => {}
  let queued: Promise<void> | null = null
  let latest: Promise<void> = Promise.resolve()

  /** Changes that come while one is being saved are saved together after it. */
  const saveSoon = () => {
    if (queued) return queued
    const save = async () => {
      // Requests that have arrived meanwhile are answered first, and saved together.
      await new Promise((resolve) => setImmediate(resolve))
      queued = null
      isDirty = false
      try {
        if (kept) await state.save(kept.snapshot())
      } catch (error) {
        isDirty = true
        throw error
      }
    }
    queued = latest.then(save, save)
    latest = queued
    return queued
  }
  return {
    contents,
    snapshot: state.snapshot,
    keepSaving(emulator) {
      kept = emulator
      const changed = () => {
        isDirty = true
        // Whoever waits for it is told of a failure; the next change tries again.
        setImmediate(() => isDirty && saveSoon().catch(() => undefined))
      }
      const stops = [emulator.onChange(changed), emulator.clock.onAdvance(changed)]
      stop = () => stops.forEach((each) => each())
      changed()
    },
    saved: () => (isDirty ? saveSoon() : latest),
    look() {
      isDirty = true
    },
    async close() {
      stop()
      await saveSoon()
      await state.close()
    },
  }
}

async function opened<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StartError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError('data_unusable', `The data folder ${folder} cannot be used: ${reason}`, { cause: error })
  }
}

/** The contents that a state speaks of; what else lies in the folder was refused, or only on its way. */
function hashesIn(snapshot: EmulatorSnapshot | null): ReadonlySet<string> {
  const text = JSON.stringify(snapshot)
  return new Set(Array.from(text.matchAll(/"contentHash":"([0-9a-f]{64})"/g), ([, hash = '']) => hash))
}
