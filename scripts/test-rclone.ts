import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { contentHash, dropboxHosts } from '@twinfolder/dropbox-emulator'
import type { DropboxEmulator } from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'

import { hasCommand, rcloneThrough } from './rclone/rclone.ts'
import type { Rclone } from './rclone/rclone.ts'
import { startTlsFront } from './rclone/tls-front.ts'

/**
 * An unmodified rclone against the emulator: it speaks TLS to Dropbox's own host names, which lead through a proxy on
 * loopback to the emulator's server. Each step is what a person does with rclone.
 */
const email = 'sofie@example.com'
const app = { key: 'rclone', secret: 'secret', name: 'Rclone' }

interface Steps {
  readonly rclone: Rclone
  readonly emulator: DropboxEmulator
  /** A folder on this machine. */
  readonly here: string
}

const steps: Readonly<Record<string, (steps: Steps) => Promise<void>>> = {
  async 'copies a folder, names of every kind included'({ rclone, here, emulator }) {
    write(here, 'src/a.txt', 'hello')
    write(here, 'src/empty.bin', '')
    write(here, 'src/Für Ölaf/ü ä 你好 "x" 100%.txt', 'names')
    await rclone.run('copy', 'src', 'db:dst')
    deepEqual(await paths(emulator), [
      '/dst',
      '/dst/a.txt',
      '/dst/empty.bin',
      '/dst/Für Ölaf',
      '/dst/Für Ölaf/ü ä 你好 "x" 100%.txt',
    ])
    equal(await rclone.run('cat', 'db:dst/a.txt'), 'hello')
  },
  async 'sends 20 MB in pieces of 4 MB, and checks them by hash'({ rclone, here, emulator }) {
    const big = write(here, 'src/big.bin', randomBytes(20 * 1024 * 1024 + 5))
    emulator.log.clear()
    await rclone.run('copy', 'src', 'db:dst', '--dropbox-chunk-size', '4M')
    ok(emulator.log.entries({ route: 'files/upload_session/append_v2' }).length >= 5)
    const hash = await contentHash([new Uint8Array(big)])
    match(await rclone.run('hashsum', 'dropbox', 'db:dst/big.bin'), new RegExp(`^${hash}  big.bin`))
    await rclone.run('check', 'src', 'db:dst')
    await rclone.run('check', 'src', 'db:dst', '--download')
    write(here, 'src/big.bin', Buffer.concat([big.subarray(1), Buffer.from('x')]))
    await rejects(rclone.run('check', 'src', 'db:dst'), /1 differences found/)
    await rclone.run('copy', 'db:dst', 'back')
    equal(Buffer.compare(readFileSync(join(here, 'back/big.bin')), big), 0)
  },
  ...Object.fromEntries(
    ['sync', 'async', 'off'].map((mode) => [
      `synchronises 60 files with batch mode ${mode}, and what has changed after it`,
      async ({ rclone, here, emulator }: Steps) => {
        for (let number = 0; number < 60; number += 1) write(here, `many-${mode}/${number}.txt`, `${mode} ${number}`)
        const sync = () => rclone.run('sync', `many-${mode}`, 'db:many', '--dropbox-batch-mode', mode)
        await sync()
        await rclone.run('check', `many-${mode}`, 'db:many')
        // Of another size, as the times that Dropbox keeps are of whole seconds.
        write(here, `many-${mode}/3.txt`, `${mode} has changed`)
        rmSync(join(here, `many-${mode}/4.txt`))
        emulator.log.clear()
        await sync()
        const writes = emulator.log.entries().filter(({ route }) => /delete|upload(_session\/start)?$/.test(route))
        deepEqual(writes.map(({ route }) => route.replace(/_session.*/, '')).toSorted(), [
          'files/delete_v2',
          'files/upload',
        ])
        await rclone.run('check', `many-${mode}`, 'db:many')
      },
    ]),
  ),
  async 'moves and copies inside Dropbox without sending anything'({ rclone, emulator }) {
    emulator.log.clear()
    await rclone.run('moveto', 'db:dst/a.txt', 'db:dst/b.txt')
    await rclone.run('copyto', 'db:dst/b.txt', 'db:dst/copy.txt')
    await rclone.run('move', 'db:dst/Für Ölaf', 'db:moved')
    deepEqual(
      emulator.log.entries().filter(({ route }) => route.includes('upload')),
      [],
    )
    equal(await rclone.run('cat', 'db:dst/copy.txt'), 'hello')
    match(await rclone.run('lsf', '-R', 'db:'), /^moved\/ü ä 你好 "x" 100%.txt$/m)
  },
  async 'deletes files and folders'({ rclone, emulator }) {
    await rclone.run('deletefile', 'db:dst/copy.txt')
    await rclone.run('delete', 'db:moved')
    await rclone.run('rmdir', 'db:moved')
    await rclone.run('purge', 'db:many')
    await rclone.run('mkdir', 'db:empty')
    deepEqual(await paths(emulator), ['/dst', '/dst/b.txt', '/dst/big.bin', '/dst/empty.bin', '/empty'])
  },
  async 'synchronises both ways with bisync'({ rclone, here, emulator }) {
    write(here, 'both/one.txt', '1')
    await rclone.run('mkdir', 'db:both')
    const bisync = (...more: readonly string[]) =>
      rclone.run('bisync', 'both', 'db:both', '--workdir', 'bisync', '--check-access=false', ...more)
    await bisync('--resync')
    write(here, 'both/here.txt', 'h')
    await emulator.accounts.get(email).files.write('/Apps/Rclone/both/there.txt', 't')
    await bisync()
    deepEqual(readdirSync(join(here, 'both')).toSorted(), ['here.txt', 'one.txt', 'there.txt'])
    rmSync(join(here, 'both/one.txt'))
    await bisync('--force')
    equal(await rclone.run('lsf', 'db:both'), 'here.txt\nthere.txt\n')
  },
  async 'tells the quota'({ rclone }) {
    match(await rclone.run('about', 'db:'), /^Total: +2 GiB$/m)
  },
  async 'goes on after rate limits'({ rclone, emulator }) {
    emulator.faults.add({ type: 'status', status: 429, retryAfter: 1, count: 2 })
    await rclone.run('copy', 'both', 'db:limited')
    emulator.faults.clear()
    await rclone.run('check', 'both', 'db:limited')
  },
  async 'is told when its owner has disconnected it'({ rclone, emulator }) {
    emulator.accounts.get(email).revokeApp(app.key)
    await rejects(rclone.run('lsf', 'db:'), /invalid_access_token|invalid_grant/)
  },
}

for (const command of ['rclone', 'openssl']) {
  if (hasCommand(command)) continue
  console.log(`skipped: there is no ${command} here (on Debian: apt-get install ${command})`)
  process.exit(0)
}
await main()

async function main(): Promise<void> {
  const here = mkdtempSync(join(tmpdir(), 'test-rclone-'))
  const running = await startEmulator({ port: 0, options: { accounts: [{ email }], apps: [app] } })
  const front = await startTlsFront(here, dropboxHosts, running.url)
  const { emulator } = running
  try {
    const { refreshToken } = emulator.tokenFor(email, app.key)
    const rclone = rcloneThrough({ folder: here, ...front, app, refreshToken })
    console.log((await rclone.run('version')).split('\n')[0])
    for (const [title, step] of Object.entries(steps)) {
      const start = performance.now()
      await step({ rclone, emulator, here })
      console.log(`ok: ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
    }
    const unknown = emulator.log.entries({ status: 404 }).map(({ route }) => route)
    deepEqual(unknown, [], 'every function that rclone called is there')
    deepEqual([...front.refused], [], 'rclone asked for nobody else')
  } catch (error) {
    console.error(error)
    for (const { route, status, arg } of emulator.log.entries().slice(-20)) console.error(status, route, arg)
    process.exitCode = 1
  } finally {
    await front.close()
    await running.close()
    rmSync(here, { recursive: true })
  }
}

/** What is in the app folder. */
async function paths(emulator: DropboxEmulator): Promise<readonly string[]> {
  const tree = await emulator.accounts.get(email).files.tree('/Apps/Rclone')
  return Object.keys(tree).map((path) => path.slice('/Apps/Rclone'.length))
}

function write(here: string, path: string, content: string | Buffer): Buffer {
  mkdirSync(join(here, path, '..'), { recursive: true })
  writeFileSync(join(here, path), content)
  return Buffer.from(content)
}
