import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { type Plugin, type Rolldown, build } from 'vite'

/** What is weighed, and what it may weigh in bytes after gzip at level 9. */
export const budgets = {
  /** The JavaScript of a page with the widget, its client included; React and TanStack Query are the page's own. */
  mount: 30_000,
  /** Each chunk that is loaded when it is needed, and all of them; tus counts by itself. */
  later: 40_000,
  allLater: 110_000,
  /** Each file of a language. */
  language: 4000,
  css: 6000,
} as const

/** One file as a browser loads it. */
export interface Weight {
  readonly name: string
  readonly kind: 'mount' | 'later' | 'tus' | 'language' | 'css'
  readonly min: number
  readonly gzip: number
  readonly brotli: number
}

const packages = join(import.meta.dirname, '..', 'packages')
const page = 'virtual:page'

/** Builds a page with a `FilesWidget`, and everything else that the package exports on demand; weighs its files. */
export async function weighWidget(plugins: readonly Plugin[] = []): Promise<readonly Weight[]> {
  const result = await build({
    configFile: false,
    root: packages,
    logLevel: 'silent',
    plugins: [pagePlugin(), ...plugins],
    build: {
      write: false,
      target: 'es2023',
      // Browsers that nest rules by themselves: rules that are not unfolded are a tenth smaller.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: page,
        external: [/^react($|\/)/, /^react-dom($|\/)/, '@tanstack/react-query'],
      },
    },
  })
  const outputs = (Array.isArray(result) ? result : [result]) as readonly Rolldown.RolldownOutput[]
  const files = outputs.flatMap(({ output }) => output)
  const chunks = files.filter((file) => file.type === 'chunk')
  const atOnce = importedAtOnce(chunks)
  return files.map((file): Weight => {
    if (file.type === 'asset') return weigh('widget', 'css', file.source)
    return weigh(nameOf(file), atOnce.has(file.fileName) ? 'mount' : kindOf(file), file.code)
  })
}

/** What weighs more than it may, in words; nothing when all is well. */
export function overBudget(weights: readonly Weight[]): readonly string[] {
  const sum = (...kinds: readonly Weight['kind'][]) =>
    weights.filter(({ kind }) => kinds.includes(kind)).reduce((bytes, { gzip }) => bytes + gzip, 0)
  const checks: readonly (readonly [what: string, gzip: number, budget: number])[] = [
    ['JavaScript when the widget mounts', sum('mount'), budgets.mount],
    ['all that is loaded later', sum('later'), budgets.allLater],
    ['CSS', sum('css'), budgets.css],
    ...weights
      .filter(({ kind }) => kind === 'later' || kind === 'tus')
      .map(({ name, gzip }) => [name, gzip, budgets.later] as const),
    ...weights
      .filter(({ kind }) => kind === 'language')
      .map(({ name, gzip }) => [name, gzip, budgets.language] as const),
  ]
  return checks
    .filter(([, gzip, budget]) => gzip > budget)
    .map(([what, gzip, budget]) => `${what}: ${kilobytes(gzip)} kB gzip, ${kilobytes(budget)} at most`)
}

function pagePlugin(): Plugin {
  const at = (path: string) => JSON.stringify(join(packages, path))
  const code = `
    import ${at('react/src/styles.css')}
    import { createSyncClient, httpAdapter } from ${at('client/src/index.ts')}
    import { FilesWidget } from ${at('react/src/files/FilesWidget.tsx')}
    import { TwinfolderProvider } from ${at('react/src/provider/TwinfolderProvider.tsx')}
    const others = () => import(${at('react/src/index.ts')})
    globalThis.page = { createSyncClient, httpAdapter, TwinfolderProvider, FilesWidget, others }`
  return {
    name: 'page',
    enforce: 'pre',
    resolveId: (id) => (id === page ? `\0${page}` : null),
    load(id) {
      if (id === `\0${page}`) return code
      // How an app of Vite loads chunks with their style sheets belongs to the app.
      return id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null
    },
  }
}

/** The entry and whatever it imports before anything runs. */
function importedAtOnce(chunks: readonly Rolldown.OutputChunk[]): ReadonlySet<string> {
  const found = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const fileName of found) {
    for (const other of chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? []) found.add(other)
  }
  return found
}

function kindOf({ moduleIds }: Rolldown.OutputChunk): 'later' | 'tus' | 'language' {
  if (moduleIds.some((id) => id.includes('/tus-js-client/'))) return 'tus'
  return moduleIds.some((id) => id.includes('/src/locales/')) ? 'language' : 'later'
}

/** `de`, `de/explain` for a language; else the name of the first module. */
function nameOf({ name, moduleIds }: Rolldown.OutputChunk): string {
  const [language] = moduleIds.flatMap((id) => /\/src\/locales\/(.*?)(?:\/main)?(?:\.gen)?\.ts$/.exec(id)?.[1] ?? [])
  return language ?? name.replace(/^.*page$/, 'widget')
}

function weigh(name: string, kind: Weight['kind'], source: string | Uint8Array): Weight {
  const bytes = Buffer.from(source)
  return {
    name,
    kind,
    min: bytes.byteLength,
    gzip: gzipSync(bytes, { level: 9 }).byteLength,
    brotli: brotliCompressSync(bytes).byteLength,
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

function print(weights: readonly Weight[]): void {
  const row = (...[name, kind, ...numbers]: readonly string[]) =>
    console.log(`${name?.padEnd(24)}${kind?.padEnd(10)}${numbers.map((number) => number.padStart(8)).join('')}`)
  row('kB', '', 'min', 'gzip', 'brotli')
  const kinds = ['mount', 'later', 'tus', 'language', 'css'] as const
  for (const kind of kinds) {
    const some = weights.filter((weight) => weight.kind === kind).sort((left, right) => right.gzip - left.gzip)
    for (const { name, min, gzip, brotli } of some) row(name, kind, ...[min, gzip, brotli].map(kilobytes))
    const sum = (measure: 'min' | 'gzip' | 'brotli') => some.reduce((bytes, weight) => bytes + weight[measure], 0)
    if (some.length > 1) row('  all', kind, ...(['min', 'gzip', 'brotli'] as const).map((one) => kilobytes(sum(one))))
  }
}

if (import.meta.main) {
  const weights = await weighWidget()
  print(weights)
  const problems = overBudget(weights)
  for (const problem of problems) console.error(`Too large: ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}
