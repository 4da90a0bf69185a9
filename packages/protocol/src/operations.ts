import { routeTable } from './routes.gen.ts'
import type { operations } from './schema.gen.ts'

/** The name of an operation, e.g. `listFiles`. */
export type OperationId = keyof typeof routeTable & keyof operations

/** Operations that take bytes or answer with a stream: an adapter has methods of their own for them. */
export type StreamingOperationId = 'uploadFile' | 'streamEvents'

/** Operations whose request and answer are JSON. */
export type JsonOperationId = Exclude<OperationId, StreamingOperationId>

type Part<Of, Name extends string> = Of extends { readonly [key in Name]: infer Value } ? Value : undefined
type PathOf<Op extends OperationId> = Part<operations[Op]['parameters'], 'path'>
type QueryOf<Op extends OperationId> = operations[Op]['parameters'] extends { readonly query?: infer Query }
  ? Exclude<Query, undefined>
  : undefined
type BodyOf<Op extends OperationId> = operations[Op] extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Body } }
}
  ? Body
  : undefined

/** What an operation takes: `path` and `body` where it has them, `query` always optional. */
export type OperationInput<Op extends OperationId> = ([PathOf<Op>] extends [undefined]
  ? unknown
  : { readonly path: PathOf<Op> }) &
  ([BodyOf<Op>] extends [undefined] ? unknown : { readonly body: BodyOf<Op> }) &
  ([QueryOf<Op>] extends [undefined] ? unknown : { readonly query?: QueryOf<Op> | undefined })

type Success = 200 | 201 | 202
/** The JSON that an operation answers with when it succeeds. */
export type OperationOutput<Op extends JsonOperationId> = {
  [Status in keyof operations[Op]['responses'] & Success]: operations[Op]['responses'][Status] extends {
    readonly content: { readonly 'application/json': infer Body }
  }
    ? Body
    : never
}[keyof operations[Op]['responses'] & Success]

/** Method and path template of an operation. */
export function route(operation: OperationId): { readonly method: string; readonly path: string } {
  const [method, path] = routeTable[operation]
  return { method, path }
}
