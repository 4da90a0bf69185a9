import ts from 'typescript'

/** A request as it arrived. */
export interface ArrivedRequest {
  /** For example `files/upload_session/finish_batch_v2`. */
  readonly route: string
  readonly arg: unknown
}

/**
 * Holds requests to the types that the SDK declares for its methods, with the compiler that reads them: a field that a route does not
 * have, one that is missing, and a tag in the wrong place are found as they are in hand-written code.
 *
 * @returns what is wrong, with the route; nothing when every request is as it should be
 */
export function problemsOfRequests(requests: readonly ArrivedRequest[]): readonly string[] {
  const lines = requests.map(
    ({ route, arg }, index) => `const request${index}: Argument<'${methodOf(route)}'> = ${JSON.stringify(arg)}`,
  )
  const source = [
    `import type { Dropbox } from 'dropbox'`,
    `type Argument<Method extends keyof Dropbox> = Dropbox[Method] extends (arg: infer Arg, ...rest: never[]) => unknown ? Arg : never`,
    ...lines,
  ].join('\n')
  const file = `${import.meta.dirname}/requests.virtual.ts`
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  }
  const system = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...system,
    getSourceFile: (name, version) =>
      name === file ? ts.createSourceFile(name, source, version) : system.getSourceFile(name, version),
    fileExists: (name) => name === file || system.fileExists(name),
    readFile: (name) => (name === file ? source : system.readFile(name)),
  }
  const program = ts.createProgram([file], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0 }) => {
    const line = source.slice(0, start).split('\n').length - 1
    const request = requests[line - 2]
    return `${request?.route} ${JSON.stringify(request?.arg)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

/** `files/upload_session/append_v2` is `filesUploadSessionAppendV2`. */
function methodOf(route: string): string {
  return route.replaceAll(/[/_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
