import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'

import { expect, test } from 'vitest'

// What a reader copies has to compile.

const root = join(import.meta.dirname, '..')
const documents = [
  join(root, 'README.md'),
  join(root, 'packages', 'react', 'README.md'),
  join(root, 'packages', 'dropbox-emulator', 'README.md'),
  ...readdirSync(join(root, 'docs', 'guides')).map((name) => join(root, 'docs', 'guides', name)),
]

interface Snippet {
  readonly document: string
  /** The file that it quotes. */
  readonly file: string | null
  readonly code: string
}

function snippetsOf(path: string): readonly Snippet[] {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^```tsx?(?: file=(\S+))?\n(.*?)^```$/gms)].map(([, file, code]) => ({
    document: relative(root, path),
    file: file ?? null,
    code: code ?? '',
  }))
}

const snippets = documents.flatMap(snippetsOf)

test('[J10] what a guide quotes of a file is what the file says', () => {
  const quotes = snippets.filter(({ file }) => file !== null)
  expect(quotes.length).toBeGreaterThanOrEqual(2)
  for (const { document, file, code } of quotes)
    expect(code, `${document} quotes ${file}`).toBe(readFileSync(join(root, file ?? ''), 'utf8'))
})

test('[J10] [P62] every snippet that imports something compiles', { timeout: 120_000 }, () => {
  const whole = snippets.filter(({ file, code }) => file === null && code.includes('import '))
  expect(whole.length).toBeGreaterThanOrEqual(6)
  const folder = join(root, '.cache', 'snippets')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  whole.forEach(({ document, code }, at) => {
    writeFileSync(
      join(folder, `${basename(document, '.md')}-${at}.tsx`),
      code.includes('export ') ? code : `${code}\nexport {}\n`,
    )
  })
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        noEmit: true,
        composite: false,
        incremental: false,
        lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
        types: ['vite/client', 'node'],
        noUnusedLocals: false,
      },
      include: ['*.tsx'],
    }),
  )
  const { status, stdout } = spawnSync('tsc', ['-p', folder], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
