import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** rclone with a configuration of its own, as a person would call it. */
export interface Rclone {
  /** @returns what it prints @throws Error with its complaints when it fails */
  readonly run: (...args: readonly string[]) => Promise<string>
}

/** Whether a command can be run here. */
export function hasCommand(command: string): boolean {
  return spawnSync(command, ['version'], { stdio: 'ignore' }).error === undefined
}

/**
 * An rclone that has one remote, `db:`, and reaches Dropbox's hosts through a proxy. Its access token is long expired:
 * the first thing it does is to refresh it.
 */
export function rcloneThrough({
  folder,
  proxyUrl,
  authority,
  app,
  refreshToken,
}: {
  readonly folder: string
  readonly proxyUrl: string
  readonly authority: string
  readonly app: { readonly key: string; readonly secret: string }
  readonly refreshToken: string
}): Rclone {
  const config = join(folder, 'rclone.conf')
  const token = {
    access_token: 'expired',
    token_type: 'bearer',
    refresh_token: refreshToken,
    expiry: '2020-01-01T00:00:00Z',
  }
  writeFileSync(
    config,
    `[db]\ntype = dropbox\nclient_id = ${app.key}\nclient_secret = ${app.secret}\ntoken = ${JSON.stringify(token)}\n`,
  )
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    HTTPS_PROXY: proxyUrl,
    SSL_CERT_FILE: authority,
    RCLONE_CONFIG: config,
    RCLONE_RETRIES: '1',
  }
  return {
    async run(...args) {
      const child = spawn('rclone', [...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      const [printed, complaints, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number | null]>,
      ])
      if (code !== 0) throw new Error(`rclone ${args.join(' ')} ended with ${code}:\n${complaints}`)
      return printed
    },
  }
}
