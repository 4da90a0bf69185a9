import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { TlsFront } from '../../scripts/rclone/tls-front.ts'
import type { BenchEmulator } from './emulator-client.ts'
import type { Measured } from './run-process.ts'
import { type TreeFile, changedOf, contentsOf, tree } from './tree.ts'

/** The version of rclone that is installed; `null` without one. */
export function rcloneVersion(): string | null {
  const { status, stdout } = spawnSync('rclone', ['version'], { encoding: 'utf8' })
  return status === 0 ? (stdout.split('\n')[0] ?? '') : null
}

/** The same steps as the engine's, by `rclone copy`, on the same tree in a folder. */
export async function runRclone(
  emulator: BenchEmulator,
  { folder, front, scale }: { readonly folder: string; readonly front: TlsFront; readonly scale: number },
  tell: (step: Measured) => void,
): Promise<void> {
  const token = { access_token: await emulator.accessToken(), token_type: 'bearer', expiry: '2099-01-01T00:00:00Z' }
  const env = {
    ...process.env,
    HTTPS_PROXY: front.proxyUrl,
    SSL_CERT_FILE: front.authority,
    RCLONE_CONFIG: join(folder, 'rclone.conf'),
    RCLONE_CONFIG_BOX_TYPE: 'dropbox',
    RCLONE_CONFIG_BOX_TOKEN: JSON.stringify(token),
  }
  const up = join(folder, 'up')
  const files = tree(scale)
  for (const file of files) write(up, file)
  await emulator.counts()
  const copy = async (step: string, from: string, to: string): Promise<void> => {
    const args = ['copy', from, to, '--transfers', '32', '--checkers', '32', '--dropbox-batch-mode', 'sync']
    const started = performance.now()
    const peakRssBytes = await run([...args, '--retries', '1', '--quiet'], env)
    const seconds = (performance.now() - started) / 1000
    tell({ step, seconds, cpuSeconds: null, peakRssBytes, idleRssBytes: 0, ...(await emulator.counts()) })
  }
  await copy('up', up, 'box:tree')
  await copy('nothing changed', up, 'box:tree')
  for (const file of changedOf(files)) write(up, file)
  await copy('1 % changed', up, 'box:tree')
  const down = join(folder, 'down')
  await copy('down', 'box:tree', down)
  const count = readdirSync(down, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
  if (count !== files.length) throw new Error(`rclone brought ${count} of ${files.length} files down.`)
}

function write(root: string, file: TreeFile): void {
  const folder = join(root, `Company ${file.record}`, ...file.folder)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file.name), contentsOf(file))
}

/** @returns the most memory it took, where the system tells */
function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('rclone', args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    let peak = 0
    const timer = setInterval(() => {
      peak = Math.max(peak, residentBytes(child.pid))
    }, 50)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(timer)
      if (code === 0) resolve(peak)
      else reject(new Error(`rclone ended with ${code}.`))
    })
  })
}

function residentBytes(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) * 1024
  } catch {
    return 0
  }
}
