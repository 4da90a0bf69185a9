import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { startExample } from './server/start-example.ts'

// `npm start`: the CRM with its server, its storage and, unless a real app key is given, "its" Dropbox, in one process.
const dataDir = resolve(process.env['DATA_DIR'] ?? join(import.meta.dirname, '..', '..', '.data'))
mkdirSync(dataDir, { recursive: true })

try {
  const example = await startExample({
    port: numberFrom('PORT', 4600),
    emulatorPort: numberFrom('DROPBOX_EMULATOR_PORT', 4700),
    dataDir,
    // Tests take the built page: it loads faster, and nothing reloads it.
    web: process.argv.includes('--built') ? 'built' : 'dev',
    dropbox: process.env['DROPBOX_APP_KEY']
      ? { appKey: process.env['DROPBOX_APP_KEY'], appSecret: process.env['DROPBOX_APP_SECRET'] }
      : null,
  })
  console.log(`CRM ${example.url}`)
  if (example.dropboxPage) console.log(`Dropbox ${example.dropboxPage}`)

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void example.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
    // Whatever still holds on is let go: everything that was acknowledged is on disk.
    setTimeout(() => process.exit(0), 3000).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.on('disconnect', stop)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function numberFrom(name: string, fallback: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    console.error(`${name} must be a port number, got "${text}".`)
    process.exit(2)
  }
  return value
}
