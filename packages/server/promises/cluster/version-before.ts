import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The version of the repository before the newest migration was added to it. */
export interface VersionBefore {
  readonly root: string
  readonly commit: string
  /** The newest migration that it does not have. */
  readonly lacks: string
}

/**
 * Puts the version before the newest migration into an empty folder, with the packages of this one, so that its processes can be run.
 *
 * @throws Error where there is no history to take it from
 */
export function versionBefore(folder: string, lacks: string): VersionBefore {
  const path = `packages/server/src/postgres/migrations/${lacks}.ts`
  const added = git('log', '--diff-filter=A', '--format=%H', '-1', '--', path)
  if (added === '') throw new Error(`The repository's history does not have the commit that added ${path}.`)
  const commit = git('rev-parse', `${added}^`)
  const archive = join(folder, 'version.tar')
  git('archive', '--output', archive, commit, 'package.json', 'packages')
  execFileSync('tar', ['-xf', archive, '-C', folder])
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Packages of ours are links beside each other, all else is in the folder that was linked above.
  for (const name of readdirSync(join(folder, 'packages'))) {
    const modules = join(root, 'packages', name, 'node_modules')
    if (!existsSync(modules)) continue
    cpSync(modules, join(folder, 'packages', name, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  }
  return { root: folder, commit: commit.slice(0, 10), lacks }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}
