import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { build, type Rolldown } from 'vite'

/** What the widget adds to a page that has React and TanStack Query already: minified, gzipped at level 9, by chunk. */
const react = join(import.meta.dirname, '..', 'packages', 'react')
const result = await build({
  configFile: false,
  logLevel: 'silent',
  build: {
    write: false,
    minify: true,
    target: 'es2023',
    lib: { entry: join(react, 'src', 'index.ts'), formats: ['es'], fileName: 'widget', cssFileName: 'widget' },
    rolldownOptions: { external: [/^react($|\/)/, /^react-dom($|\/)/, '@tanstack/react-query'] },
  },
})
const outputs = (Array.isArray(result) ? result : [result]) as readonly Rolldown.RolldownOutput[]
for (const output of outputs.flatMap((one) => one.output)) {
  const text = output.type === 'chunk' ? output.code : output.source
  console.log(`${output.fileName}: ${(gzipSync(text, { level: 9 }).byteLength / 1000).toFixed(1)} kB`)
}
