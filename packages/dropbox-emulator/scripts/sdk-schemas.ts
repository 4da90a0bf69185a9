import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import ts from 'typescript'

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>

/** What the SDK's types say a route answers: JSON or, for downloads, the header, and its 409. `null` is no value. */
export interface RouteSchemas {
  readonly result: Schema
  readonly error: Schema
}

export interface SdkSchemas {
  readonly routes: Readonly<Record<string, RouteSchemas>>
  /** Errors that any route can answer, by status. */
  readonly common: Readonly<Record<string, Schema>>
  readonly $defs: Readonly<Record<string, Schema>>
}

const commonErrors = {
  401: 'auth.AuthError',
  403: 'auth.AccessError',
  422: 'common.PathRootError',
  429: 'auth.RateLimitError',
}

/**
 * JSON Schemas of what the named routes answer, made from the declarations that the npm package `dropbox` ships: as
 * strict as they are, so that an unknown field, a missing one or a tag in the wrong place is found.
 */
export function sdkSchemas(routeNames: readonly string[]): SdkSchemas {
  const folder = join(dirname(createRequire(import.meta.url).resolve('dropbox/package.json')), 'types')
  const declarations = readDeclarations(parse(join(folder, 'dropbox_types.d.ts')))
  const methods = readMethods(parse(join(folder, 'index.d.ts')))
  const defs = new Map<string, Schema>()
  const context: Context = { declarations, defs, namespace: '' }
  const routes = Object.fromEntries(
    routeNames.map((name) => {
      const method = methods.get(methodName(name))
      if (!method) throw new Error(`The SDK has no method for the route "${name}".`)
      return [name, { result: schemaOf(context, method.result), error: namedSchema(context, method.error) }]
    }),
  )
  const common = Object.fromEntries(
    Object.entries(commonErrors).map(([status, type]) => [status, namedSchema(context, type)]),
  )
  return { routes, common, $defs: Object.fromEntries([...defs].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration

interface Context {
  readonly declarations: ReadonlyMap<string, Declaration>
  readonly defs: Map<string, Schema>
  /** Where names without one are looked up first. */
  readonly namespace: string
}

interface Method {
  readonly result: ts.TypeNode
  /** `files.UploadError`, or `void`. */
  readonly error: string
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** `files/list_folder/continue` is `filesListFolderContinue`. */
function methodName(route: string): string {
  return route.replaceAll(/[/_](\w)/g, (_, letter: string) => letter.toUpperCase())
}

function readDeclarations(source: ts.SourceFile): ReadonlyMap<string, Declaration> {
  const found = new Map<string, Declaration>()
  const visit = (node: ts.Node, namespace: string): void => {
    if (ts.isModuleDeclaration(node)) node.body?.forEachChild((child) => visit(child, `${node.name.text}.`))
    else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      found.set(namespace + node.name.text, node)
    }
  }
  source.forEachChild((node) => visit(node, ''))
  return found
}

function readMethods(source: ts.SourceFile): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>()
  const visit = (node: ts.Node): void => {
    node.forEachChild(visit)
    if (!ts.isMethodDeclaration(node) || !node.type || !ts.isIdentifier(node.name)) return
    // Promise<DropboxResponse<files.FileMetadata>>, with DropboxDownloadResult around what comes in a header.
    const response = argumentOf(argumentOf(node.type, 'Promise'), 'DropboxResponse')
    const error = /DropboxResponseError<([^>]+)>/.exec(node.getFullText())?.[1]
    if (!response || error === undefined) return
    methods.set(node.name.text, { result: argumentOf(response, 'DropboxDownloadResult') ?? response, error })
  }
  visit(source)
  return methods
}

function argumentOf(type: ts.TypeNode | null, name: string): ts.TypeNode | null {
  if (!type || !ts.isTypeReferenceNode(type) || type.typeName.getText() !== name) return null
  return type.typeArguments?.[0] ?? null
}

function namedSchema(context: Context, name: string): Schema {
  return name === 'void' ? { type: 'null' } : reference(context, name)
}

function schemaOf(context: Context, type: ts.TypeNode): Schema {
  if (ts.isUnionTypeNode(type)) return { anyOf: type.types.map((each) => schemaOf(context, each)) }
  if (ts.isArrayTypeNode(type)) return { type: 'array', items: schemaOf(context, type.elementType) }
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return { const: type.literal.text }
  if (ts.isTypeReferenceNode(type)) {
    const [item] = type.typeArguments ?? []
    if (item) return { type: 'array', items: schemaOf(context, item) }
    return reference(context, type.typeName.getText())
  }
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' }
    case ts.SyntaxKind.NumberKeyword:
      return { type: 'number' }
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' }
    case ts.SyntaxKind.VoidKeyword:
      return { type: 'null' }
    default:
      throw new Error(`The generator does not know the type "${type.getText()}".`)
  }
}

function reference(context: Context, name: string): Schema {
  if (name === 'Object') return {}
  if (name === 'Timestamp') return { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$` }
  const full = context.declarations.has(context.namespace + name) ? context.namespace + name : name
  const declaration = context.declarations.get(full)
  if (!declaration) throw new Error(`The SDK declares no type "${name}".`)
  if (!context.defs.has(full)) {
    // Entered first, since types can contain themselves.
    context.defs.set(full, {})
    const inside = { ...context, namespace: full.slice(0, full.indexOf('.') + 1) }
    context.defs.set(
      full,
      ts.isInterfaceDeclaration(declaration) ? structSchema(inside, declaration) : schemaOf(inside, declaration.type),
    )
  }
  return { $ref: `#/$defs/${full}` }
}

function structSchema(context: Context, declaration: ts.InterfaceDeclaration): Schema {
  const fields = fieldsOf(context, declaration)
  return {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([name, field]) => [name, field.schema])),
    required: [...fields].flatMap(([name, field]) => (field.isOptional ? [] : [name])),
    additionalProperties: false,
  }
}

interface Field {
  readonly schema: Schema
  readonly isOptional: boolean
}

/** The fields of a struct and of those it extends. */
function fieldsOf(context: Context, declaration: ts.InterfaceDeclaration): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>()
  for (const parent of declaration.heritageClauses?.flatMap((clause) => clause.types) ?? []) {
    const name = parent.expression.getText()
    const full = context.declarations.has(context.namespace + name) ? context.namespace + name : name
    const extended = context.declarations.get(full)
    const inside = { ...context, namespace: full.slice(0, full.indexOf('.') + 1) }
    const structs = extended ? structsOf(inside, extended) : []
    if (structs.length !== 1) throw new Error(`"${name}" cannot be extended by this generator.`)
    for (const struct of structs) for (const [key, field] of fieldsOf(inside, struct)) fields.set(key, field)
  }
  for (const member of declaration.members) {
    if (!ts.isPropertySignature(member) || !member.type) continue
    const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText()
    // What is written as any object may be absent or null on the wire.
    const isAny = isAnyObject(context, member.type)
    fields.set(name, {
      schema: schemaOf(context, member.type),
      isOptional: isAny || member.questionToken !== undefined,
    })
  }
  return fields
}

function structsOf(context: Context, declaration: Declaration): readonly ts.InterfaceDeclaration[] {
  if (ts.isInterfaceDeclaration(declaration)) return [declaration]
  if (!ts.isTypeReferenceNode(declaration.type)) return []
  const name = declaration.type.typeName.getText()
  const next = context.declarations.get(context.namespace + name) ?? context.declarations.get(name)
  return next ? structsOf(context, next) : []
}

function isAnyObject(context: Context, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type)) return false
  const name = type.typeName.getText()
  if (name === 'Object') return true
  const declaration = context.declarations.get(context.namespace + name) ?? context.declarations.get(name)
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && isAnyObject(context, declaration.type)
}
