import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'vite'

import { startExampleProcess, stopExampleProcess } from './example-process.ts'
import { freshDataFolder } from './fresh-data-folder.ts'

/** Builds the page, and starts the example once, so that its seeded data folder can be copied; removes it in the end. */
export default async function prepare(): Promise<() => void> {
  await build({ configFile: join(import.meta.dirname, '..', 'vite.config.ts'), logLevel: 'warn' })
  mkdirSync(freshDataFolder, { recursive: true })
  const { child } = await startExampleProcess(freshDataFolder)
  await stopExampleProcess(child)
  return () => rmSync(freshDataFolder, { recursive: true, force: true })
}
