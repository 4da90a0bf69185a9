import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { assertServerKey } from '../crypto/server-key.ts'
import { demoKey } from './demo-key.ts'

test('[X21] makes a key of 32 random bytes once, that only its owner can read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-key-'))
  const key = await demoKey(join(folder, 'data'))
  expect(Buffer.from(key.reveal().slice('demo-'.length), 'base64url')).toHaveLength(32)
  expect(() => assertServerKey(key, { isDemo: false })).toThrow(/demo/)
  assertServerKey(key, { isDemo: true })
  expect((await demoKey(join(folder, 'data'))).reveal()).toBe(key.reveal())
  expect((await demoKey(join(folder, 'other'))).reveal()).not.toBe(key.reveal())
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'data', 'demo-key'))).mode & 0o777).toBe(0o600)
  }
  await writeFile(join(folder, 'data', 'demo-key'), 'short')
  await expect(demoKey(join(folder, 'data'))).rejects.toThrow(/damaged/)
  await rm(folder, { recursive: true })
})
