import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

import { build } from 'vite'

/**
 * Builds every package to its `dist`: JavaScript by Vite in library mode, one file per entry and shared chunks between
 * them; declarations from `tsc -b`. Dependencies stay imports.
 */
const root = resolve(import.meta.dirname, '..')
const packages = readdirSync(join(root, 'packages'))

const types = spawnSync('tsc', ['-b'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
if (types.status !== 0) process.exit(1)

for (const name of packages) await buildPackage(name)
console.log(`built ${packages.length} packages`)

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

async function buildPackage(name: string): Promise<void> {
  const folder = join(root, 'packages', name)
  const dist = join(folder, 'dist')
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const sources = Object.values(manifest.exports).filter((path) => /\.tsx?$/.test(path))
  const entries = Object.fromEntries(
    sources.map((path) => [path.replace(/^\.\/src\//, '').replace(/\.tsx?$/, ''), join(folder, path)]),
  )
  const external = [
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
    'vitest',
  ]
  rmSync(dist, { recursive: true, force: true })
  await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    build: {
      outDir: dist,
      target: 'es2023',
      // Browsers that nest rules by themselves: rules that are not unfolded are a tenth smaller.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      minify: false,
      sourcemap: true,
      lib: { entry: entries, formats: ['es'] },
      rolldownOptions: {
        external: (id) =>
          id.startsWith('node:') ||
          id.startsWith('@twinfolder/') ||
          external.some((dep) => id === dep || id.startsWith(`${dep}/`)),
        output: { chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  copyDeclarations(join(folder, '.types', 'src'), dist)
  for (const path of Object.values(manifest.exports)) {
    if (path.endsWith('.css')) copyFileSync(join(folder, path), join(dist, path.replace(/^\.\/src\//, '')))
  }
  const page = join(folder, 'src', 'page')
  if (name === 'dropbox-emulator') cpSync(page, join(dist, 'page'), { recursive: true })
}

/** Copies declarations, with `.js` where the sources say `.ts`. */
function copyDeclarations(from: string, to: string): void {
  for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.d.ts') || path.endsWith('.test.d.ts')) continue
    const target = join(to, path)
    mkdirSync(join(target, '..'), { recursive: true })
    const text = readFileSync(join(from, path), 'utf8').replaceAll(
      /((?:from|import\() ?['"]\.[^'"]+)\.tsx?(['"])/g,
      '$1.js$2',
    )
    writeFileSync(target, text.replace(/\n\/\/# sourceMappingURL=.*$/, ''))
  }
  console.log(relative(root, to))
}
