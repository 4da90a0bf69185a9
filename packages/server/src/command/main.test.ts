import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { loadConfig } from './load-config.ts'
import { main } from './main.ts'
import { secretFrom } from './secret-from.ts'

async function called(argv: readonly string[], env: Record<string, string> = {}) {
  let [out, err] = ['', '']
  const code = await main(argv, {
    env,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    stop: new AbortController().signal,
  })
  return { code, out, err }
}

test('tells how it is called and which version it is', async () => {
  const help = await called(['--help'])
  expect([help.code, help.err]).toEqual([0, ''])
  for (const word of ['start', 'web', 'worker', 'migrate', 'audit', 'rotate-key', 'Exit codes'])
    expect(help.out).toContain(word)
  expect(await called(['--version'])).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' })
  expect((await called([])).code).toBe(2)
})

test('what is called wrongly ends with 2 and one sentence', async () => {
  for (const argv of [
    ['nonsense'],
    ['web', 'worker'],
    ['--unknown'],
    ['audit', '--after', 'x'],
    ['web'],
    ['migrate'],
  ]) {
    const { code, out, err } = await called(argv)
    expect([argv, code, out]).toEqual([argv, 2, ''])
    expect(err).toMatch(/^twinfolder-server: \S/)
  }
})

test('a data folder is for one process that does everything', async () => {
  const env = { TWINFOLDER_DATA_DIR: '/nowhere', TWINFOLDER_PUBLIC_URL: 'http://localhost/x', TWINFOLDER_DEMO: '1' }
  expect((await called(['web'], env)).err).toContain('twinfolder-server start')
})

test('a database that is away ends it with 1, without its password', async () => {
  const { code, err } = await called(['migrate'], { DATABASE_URL: 'postgres://me:canary@127.0.0.1:9/none' })
  expect(code).toBe(1)
  expect(err).not.toContain('canary')
})

test('a configuration that is not there, fails or is none is refused with its path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinfolder-config-'))
  const context = { command: 'web', publicUrl: 'https://crm.example', isDemo: false, log: () => undefined } as const
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  await expect(loadConfig(join(folder, 'none.ts'), context)).rejects.toThrow(/There is no .*--config/)
  await expect(loadConfig(written('a.mjs', 'export default { remote: 1 }'), context)).rejects.toThrow(/has to export/)
  await expect(loadConfig(written('b.mjs', 'throw new Error("no app key")'), context)).rejects.toThrow(
    /b\.mjs failed: no app key/,
  )
  const good =
    'export default async ({ command }) => ({ remote: {}, records: {}, authenticate() {}, appFolderLabel: command })'
  expect(await loadConfig(written('c.mjs', good), context)).toMatchObject({ appFolderLabel: 'web' })
  rmSync(folder, { recursive: true })
})

test('[X22] a secret of a configuration comes from a variable or a file', () => {
  expect(secretFrom('APP_SECRET', { APP_SECRET: 'canary' }).reveal()).toBe('canary')
  expect(() => secretFrom('APP_SECRET', {})).toThrow(/APP_SECRET is missing.*APP_SECRET_FILE/)
})
