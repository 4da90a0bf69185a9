import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { type Plugin, type Rolldown, build } from 'vite'

const root = join(import.meta.dirname, '..', '..')
const rivals = join(root, 'benchmarks', 'rivals')
const react = /^react(-dom)?($|\/)/

/** Builds the page of a contestant for production into a folder; everyone gets the same React, that of the repository. */
export async function buildPage(id: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: rivals,
    base: './',
    logLevel: 'error',
    resolve: {
      alias: [
        { find: '#contestant', replacement: join(rivals, 'contestants', `${id}.tsx`) },
        { find: /^(react|react-dom)(?=$|\/)/, replacement: join(root, 'node_modules', '$1') },
      ],
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: { input: join(rivals, 'page.html') },
    },
  })
}

/** Bytes of one or more files together; each is compressed by itself, as a server sends them. */
export interface Size {
  readonly min: number
  readonly gzip: number
  readonly brotli: number
}

/** What a contestant adds to a page that has React. */
export interface BundleSize {
  /** Loaded before anything is shown. */
  readonly js: Size
  readonly css: Size
  /** Loaded when it is needed, by chunk. */
  readonly later: readonly (Size & { readonly name: string })[]
  /** Fonts and pictures, as bytes. */
  readonly otherBytes: number
}

/** Bundles an entry for production with react and react-dom external, and `alsoExternal`. */
export async function bundleSize(entry: string, alsoExternal: readonly string[] = []): Promise<BundleSize> {
  const result = (await build({
    configFile: false,
    root: rivals,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [ownLoaderOfApp],
    build: {
      write: false,
      target: 'es2023',
      // Browsers that nest rules by themselves.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      minify: true,
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(rivals, 'contestants', entry),
        // As in an app: what the page needs at once may be one file, whatever else shares it.
        preserveEntrySignatures: 'allow-extension',
        external: (name) => react.test(name) || alsoExternal.includes(name),
        output: { format: 'es' },
      },
    },
  })) as Rolldown.RolldownOutput
  const chunks = result.output.filter((one) => one.type === 'chunk')
  const assets = result.output.filter((one) => one.type === 'asset')
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const atOnce = new Set<string>()
  const take = (name: string): void => {
    const chunk = byName.get(name)
    if (!chunk || atOnce.has(name)) return
    atOnce.add(name)
    chunk.imports.forEach(take)
  }
  for (const chunk of chunks) if (chunk.isEntry) take(chunk.fileName)
  const css = assets.filter(({ fileName }) => fileName.endsWith('.css'))
  const other = assets.filter(({ fileName }) => !fileName.endsWith('.css'))
  return {
    js: sum(chunks.filter(({ fileName }) => atOnce.has(fileName)).map(({ code }) => sizeOf(code))),
    css: sum(css.map(({ source }) => sizeOf(source))),
    later: chunks.filter(({ fileName }) => !atOnce.has(fileName)).map(({ name, code }) => ({ name, ...sizeOf(code) })),
    otherBytes: other.reduce((bytes, { source }) => bytes + Buffer.byteLength(source), 0),
  }
}

/** How an app of Vite loads chunks with their style sheets belongs to the app: one that has a route of its own that is loaded late has it. */
const ownLoaderOfApp: Plugin = {
  name: 'own-loader-of-app',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

function sizeOf(source: string | Uint8Array): Size {
  const bytes = Buffer.from(source)
  return {
    min: bytes.byteLength,
    gzip: gzipSync(bytes, { level: 9 }).byteLength,
    brotli: brotliCompressSync(bytes).byteLength,
  }
}

/** Adds sizes up. */
export function sum(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (all, one) => ({ min: all.min + one.min, gzip: all.gzip + one.gzip, brotli: all.brotli + one.brotli }),
    { min: 0, gzip: 0, brotli: 0 },
  )
}
