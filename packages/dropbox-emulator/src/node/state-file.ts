import { open, readFile, readdir, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

import type { EmulatorSnapshot } from '../snapshot.ts'
import { applyPatches, patchesBetween } from './json-patch.ts'
import type { Patch } from './json-patch.ts'
import { StartError } from './start-error.ts'

/**
 * The state of an emulator on disk: `state.json` whole, and beside it `changes-N.jsonl` with what has changed since, one
 * line each time. A process may die at any moment: a line that is cut off is as if it had not been begun, and a whole
 * state that is written anew begins a journal with a new number.
 */
export interface StateFile {
  /** What was saved last; `null` in a new folder. */
  readonly snapshot: EmulatorSnapshot | null
  /** Makes the state on disk equal to `snapshot`. One call at a time. */
  save(snapshot: EmulatorSnapshot): Promise<void>
  /** Writes the state whole, so that `state.json` alone is enough. Nothing is saved after it. */
  close(): Promise<void>
}

/** A journal that is longer than the state, and than this, gives way to a new one. */
const shortJournal = 1024 * 1024

export async function openStateFile(folder: string): Promise<StateFile> {
  const file = join(folder, 'state.json')
  const read = await readState(file)
  let saved: unknown = read?.snapshot ?? {}
  let number = read?.journal ?? 0
  let stateBytes = read?.bytes ?? 0
  let journalBytes = 0
  // A journal that broke off cannot be written on.
  let mustRewrite = read === null
  let journal: FileHandle | null = null
  const journalOf = (n: number) => join(folder, `changes-${n}.jsonl`)

  if (read) {
    const lines = await readJournal(journalOf(number))
    for (const patches of lines) saved = applyPatches(saved, patches)
    mustRewrite = lines.length > 0
  }
  const snapshot = read ? (structuredClone(saved) as EmulatorSnapshot) : null

  const rewrite = async () => {
    const text = JSON.stringify({ ...(saved as object), journal: number + 1 })
    await journal?.close()
    journal = null
    await writeWhole(file, text)
    number += 1
    stateBytes = text.length
    journalBytes = 0
    mustRewrite = false
    await removeJournals(folder, number)
  }
  return {
    snapshot,
    async save(next) {
      const line = JSON.stringify(patchesBetween(saved, next))
      if (line === '[]' && !mustRewrite) return
      const isLong = journalBytes + line.length > Math.max(shortJournal, stateBytes)
      if (!mustRewrite && !isLong) {
        mustRewrite = true
        journal ??= await open(journalOf(number), 'a')
        await journal.appendFile(`${line}\n`)
        mustRewrite = false
        journalBytes += line.length
        saved = applyPatches(saved, JSON.parse(line))
        return
      }
      saved = applyPatches(saved, JSON.parse(line))
      mustRewrite = true
      await rewrite()
    },
    async close() {
      if (journalBytes > 0 || mustRewrite) await rewrite()
      await journal?.close()
      journal = null
    },
  }
}

interface ReadState {
  readonly snapshot: EmulatorSnapshot
  readonly journal: number
  readonly bytes: number
}

async function readState(file: string): Promise<ReadState | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const { journal = 0, ...snapshot } = parsed(file, text)
  if (snapshot.version === 1) return { snapshot, journal, bytes: text.length }
  throw new StartError('data_version', `${file} was written by another version of the emulator: use an empty folder.`)
}

function parsed(file: string, text: string): EmulatorSnapshot & { readonly journal?: number } {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new StartError('data_unreadable', `${file} is not the state of an emulator: use an empty folder.`, { cause })
  }
}

async function readJournal(file: string): Promise<readonly (readonly Patch[])[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines: (readonly Patch[])[] = []
  // What follows the last line break was cut off.
  for (const line of text.split('\n').slice(0, -1)) lines.push(JSON.parse(line))
  return lines
}

/** Writes beside the file and renames, so that whoever reads it sees the old state or the new one. */
async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.part`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

async function removeJournals(folder: string, current: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = /^changes-(\d+)\.jsonl$/.exec(name)?.[1]
    if (number !== undefined && Number(number) !== current) await rm(join(folder, name), { force: true })
  }
}
