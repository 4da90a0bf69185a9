import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/**
 * Checks that documents and tests speak of the same rules: each rule and case that a document lists is cited by the title
 * of a test (`[S6] …`), and no test cites one that no document lists. A rule marked *(next)* is described, not yet kept.
 */
const root = resolve(import.meta.dirname, '..')
const documents: Readonly<Record<string, string>> = {
  S: 'docs/sync-rules.md',
  C: 'docs/sync-rules.md',
  X: 'docs/security.md',
  P: 'docs/product.md',
  J: 'docs/product.md',
}

const listed = new Map<string, { readonly document: string; readonly next: boolean }>()
for (const document of new Set(Object.values(documents))) {
  for (const line of readFileSync(join(root, document), 'utf8').split('\n')) {
    const id = /^(?:- \*\*|\| )([SCXPJ]\d+)\b/.exec(line)?.[1]
    if (id && documents[id.slice(0, 1)] === document) listed.set(id, { document, next: line.includes('*(next)*') })
  }
}

const cited = new Map<string, string>()
for (const folder of ['packages', 'examples', 'scripts']) {
  for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (
      !/\.(test|spec)\.tsx?$|-contract\.ts$|[\\/]contract[\\/]/.test(path) ||
      /node_modules|\.types|[\\/]dist[\\/]/.test(path)
    )
      continue
    const file = join(root, folder, path)
    for (const [, ids] of readFileSync(file, 'utf8').matchAll(/['"`]((?:\[[SCXPJ]\d+\] ?)+)/g)) {
      for (const id of ids?.match(/[SCXPJ]\d+/g) ?? []) cited.set(id, relative(root, file))
    }
    // Rows name theirs as the first argument, `caseTest('C5 S3', …`, or as a field.
    for (const [, ids] of readFileSync(file, 'utf8').matchAll(
      /(?:caseTest\(\s*|id: )['"`]([SC]\d+(?: [SC]\d+)*)['"`]/g,
    )) {
      for (const id of ids?.split(' ') ?? []) cited.set(id, relative(root, file))
    }
  }
}

/** The attacks that the server is built against are X1 to X60: none of them may be forgotten. */
const attacks = Array.from({ length: 60 }, (_, index) => `X${index + 1}`)

const problems = [
  ...attacks.filter((id) => !listed.has(id)).map((id) => `${id} is missing in ${documents['X']}.`),
  ...[...listed]
    .filter(([id, { next }]) => !next && !cited.has(id))
    .map(([id, { document }]) => `${id} (${document}) has no test.`),
  ...[...cited]
    .filter(([id]) => !listed.has(id))
    .map(([id, file]) => `${file} cites ${id}, which ${documents[id.slice(0, 1)]} does not list.`),
]
for (const problem of problems) console.error(problem)
const kept = [...listed.values()].filter(({ next }) => !next).length
console.log(`rules: ${kept} kept, ${listed.size - kept} next, ${cited.size} cited, ${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)
