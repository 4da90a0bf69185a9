import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

import ts from 'typescript'

/**
 * Checks who imports whom (`docs/architecture.md`): which packages a package may import at run time and in tests, that
 * other packages are reached only through their entries, and that no `node:` import or Node-only package is reachable
 * from an entry that must run in a page.
 */
const root = resolve(import.meta.dirname, '..')

const mayImport: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  client: ['protocol'],
  react: ['client', 'protocol'],
  server: ['core', 'protocol'],
  dropbox: ['core'],
  'dropbox-emulator': [],
}
/** More that tests, stories and `/testing` entries may import. The emulator imports none of ours, not even there. */
const testsMayImport: Record<string, readonly string[]> = {
  core: ['core'],
  protocol: ['core', 'protocol'],
  client: ['client', 'core', 'protocol', 'server', 'dropbox', 'dropbox-emulator'],
  react: ['react', 'client', 'core', 'protocol', 'server', 'dropbox', 'dropbox-emulator'],
  server: ['server', 'core', 'protocol', 'dropbox', 'dropbox-emulator'],
  dropbox: ['dropbox', 'core', 'dropbox-emulator'],
  'dropbox-emulator': [],
}
/** Entries that must run in a page: no `node:` import may be reachable from them. */
const pageEntries = [
  'packages/core/src/index.ts',
  'packages/core/src/memory/index.ts',
  'packages/protocol/src/index.ts',
  'packages/protocol/src/schema/index.ts',
  'packages/client/src/index.ts',
  'packages/react/src/index.ts',
  'packages/server/src/index.ts',
  'packages/dropbox/src/index.ts',
  'packages/dropbox-emulator/src/index.ts',
]

const problems: string[] = []
for (const name of Object.keys(mayImport)) checkPackage(name)
for (const entry of pageEntries) checkReachable(entry)

for (const problem of problems) console.error(problem)
console.log(
  `boundaries: ${Object.keys(mayImport).length} packages, ${pageEntries.length} page entries, ${problems.length} problems`,
)
process.exit(problems.length === 0 ? 0 : 1)

function checkPackage(name: string): void {
  for (const file of sourceFiles(join(root, 'packages', name))) {
    const isTest =
      /\.test\.tsx?$|\.stories\.tsx$/.test(file) ||
      /\/src\/testing\/|\/core\/(model|bench)\/|\/server\/promises\//.test(file)
    const allowed = isTest ? [...(mayImport[name] ?? []), ...(testsMayImport[name] ?? [])] : (mayImport[name] ?? [])
    for (const { specifier, typeOnly } of importsOf(file)) {
      const ours = /^@twinfolder\/([^/]+)/.exec(specifier)?.[1]
      if (ours && ours !== name && !allowed.includes(ours)) {
        problems.push(
          `${short(file)} imports @twinfolder/${ours}; ${name} may import ${allowed.join(', ') || 'nothing'}.`,
        )
      }
      if (ours && /\/src(\/|$)/.test(specifier))
        problems.push(`${short(file)} imports ${specifier}: use a package entry.`)
      if (specifier.startsWith('.') && !resolve(dirname(file), specifier).startsWith(join(root, 'packages', name))) {
        problems.push(`${short(file)} imports ${specifier}: leave the package only through another package's entry.`)
      }
      if (name === 'core' && !isTest && !specifier.startsWith('.')) {
        problems.push(`${short(file)} imports ${specifier}: core depends on nothing.`)
      }
      if (!isTest && !typeOnly && specifier.startsWith('.') && /\/testing\//.test(specifier)) {
        problems.push(`${short(file)} imports ${specifier}: run-time code never imports test code.`)
      }
    }
  }
}

function checkReachable(entry: string): void {
  if (!existsSync(join(root, entry))) return
  const seen = new Map<string, string>()
  const queue = [join(root, entry)]
  for (let file = queue.pop(); file; file = queue.pop()) {
    for (const { specifier, typeOnly } of importsOf(file)) {
      if (typeOnly) continue
      if (specifier.startsWith('node:')) problems.push(`${entry} reaches ${specifier} through ${trail(file, seen)}.`)
      const next = specifier.startsWith('.') ? resolve(dirname(file), specifier) : entryFile(specifier)
      if (next && existsSync(next) && /\.tsx?$/.test(next) && !seen.has(next)) {
        seen.set(next, file)
        queue.push(next)
      }
    }
  }
}

function entryFile(specifier: string): string | null {
  const match = /^@twinfolder\/([^/]+)(\/.+)?$/.exec(specifier)
  if (!match) return null
  const folder = join(root, 'packages', match[1] ?? '')
  if (!existsSync(folder)) return null
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, string> }
  const target = manifest.exports[match[2] ? `.${match[2]}` : '.']
  return target ? join(folder, target) : null
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: { specifier: string; typeOnly: boolean }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.importClause?.isTypeOnly === true })
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly })
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteral(argument)) found.push({ specifier: argument.text, typeOnly: false })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/(^|[\\/])(node_modules|\.types|dist)[\\/]/.test(path))
    .map((path) => join(folder, path))
}

function trail(file: string, seen: Map<string, string>): string {
  const path = [short(file)]
  for (let at = seen.get(file); at; at = seen.get(at)) path.unshift(short(at))
  return path.join(' → ')
}

function short(file: string): string {
  return relative(root, file)
}
