import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import ts from 'typescript'

/**
 * Checks that `packages/dropbox` talks to Dropbox through the official SDK: every route is a method of its `Dropbox`
 * class. Only the transport calls `fetch`, and only two files build requests of their own, because the SDK keeps whole
 * downloads in memory and puts secrets into the URLs of its token requests.
 */
const folder = resolve(import.meta.dirname, '../packages/dropbox/src')
const buildRequests = ['download.ts', 'oauth.ts']
const transport = 'transport.ts'

const routes = new Set<string>()
const builders = new Set<string>()
const problems: string[] = []

for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file) || /(^|[\\/])testing[\\/]/.test(file)) continue
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true)
  check(source, file)
}
for (const file of buildRequests) {
  if (!builders.has(file)) problems.push(`${file} builds no request any more: take it off the list in this script.`)
}

for (const problem of problems) console.error(problem)
console.log(`sdk calls: ${routes.size} routes through Dropbox, ${builders.size} files build requests themselves`)
process.exit(problems.length === 0 ? 0 : 1)

function check(source: ts.SourceFile, file: string): void {
  const visit = (node: ts.Node): void => {
    const route = sdkRoute(node)
    if (route) routes.add(route)
    const built = builtByHand(node)
    if (built && file !== transport) {
      builders.add(file)
      if (!buildRequests.includes(file)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
        problems.push(`packages/dropbox/src/${file}:${line} ${built}: call a method of the SDK's Dropbox class.`)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}

/** A call such as `dropbox.filesUpload(…)`, by the naming of the SDK's routes. */
function sdkRoute(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null
  const { text } = node.expression.name
  return /^(account|auth|check|files|sharing|users)[A-Z]/.test(text) ? text : null
}

function builtByHand(node: ts.Node): string | null {
  if (ts.isCallExpression(node) && /(^|\.)fetch$/.test(node.expression.getText())) return 'calls fetch'
  if (ts.isNewExpression(node) && /(^|\.)(Request|XMLHttpRequest)$/.test(node.expression.getText())) {
    return 'makes a request'
  }
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
  return isText && /\bdropbox(api)?\.com\b/.test(node.text) ? 'names a host of Dropbox' : null
}
