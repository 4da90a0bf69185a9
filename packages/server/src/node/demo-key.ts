import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Secret } from '@twinfolder/core'

import { base64Url, randomBytes } from '../crypto/bytes.ts'
import { DEMO_KEY_PREFIX } from '../crypto/server-key.ts'
import { isSystemError } from './system-error.ts'

/**
 * A server key for demos: 32 random bytes in a file of the data folder that only its owner can read, made at the first
 * start. It begins with `demo-`, and no server but a demo takes it: in production the key comes from a secret store, never from
 * beside the data that it protects.
 */
export async function demoKey(dataDir: string): Promise<Secret> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'demo-key')
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      const key = DEMO_KEY_PREFIX + base64Url(randomBytes(32))
      await file.writeFile(key)
      await file.sync()
      return new Secret(key)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error
  }
  const key = (await readFile(path, 'utf8')).trim()
  // Those of the first releases had no beginning that tells them.
  if (/^(demo-)?[\w-]{43}$/.test(key)) return new Secret(key)
  throw new Error(`${path} is damaged. Put it back from a backup; without it every user has to link again.`)
}
