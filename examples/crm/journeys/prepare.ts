import { mkdirSync, rmSync } from 'node:fs'

import { startExampleProcess, stopExampleProcess } from './example-process.ts'
import { freshDataFolder } from './fresh-data-folder.ts'

/** Starts the example once, so that its seeded data folder can be copied; removes it in the end. */
export default async function prepare(): Promise<() => void> {
  mkdirSync(freshDataFolder, { recursive: true })
  const { child } = await startExampleProcess(freshDataFolder)
  await stopExampleProcess(child)
  return () => rmSync(freshDataFolder, { recursive: true, force: true })
}
