import type { AccountState } from '../state/account-state.ts'
import type { AppState } from '../state/app-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { View } from '../state/view.ts'
import type { Decode } from './decode.ts'

/** How arguments and results travel. */
export type RouteStyle = 'rpc' | 'upload' | 'download'

/** Which of Dropbox's hosts answers. */
export type RouteHost = 'api' | 'content' | 'notify'

/** A request that may use an account. */
export interface Call {
  readonly state: EmulatorState
  readonly account: AccountState
  readonly app: AppState
  readonly view: View
  readonly accessToken: string
  readonly request: Request
}

/** A request that carries no token. */
export interface OpenCall {
  readonly state: EmulatorState
  readonly request: Request
}

interface RouteHead {
  /** The function's name as errors quote it: `files/upload`. */
  readonly name: string
  readonly host: RouteHost
  readonly style: RouteStyle
}

/** A route of the API. Its answer is JSON, or a `Response` for downloads. */
export type Route =
  | (RouteHead & {
      readonly auth: 'user'
      readonly scope: string | null
      readonly answer: (call: Call, argument: unknown, at: readonly string[]) => Promise<unknown>
    })
  | (RouteHead & {
      readonly auth: 'none'
      readonly answer: (call: OpenCall, argument: unknown, at: readonly string[]) => Promise<unknown>
    })

/** A route that needs a token with `scope`. */
export function userRoute<Arg>(
  head: {
    readonly name: string
    readonly host?: RouteHost
    readonly style?: RouteStyle
    readonly scope: string | null
  },
  decode: Decode<Arg>,
  run: (call: Call, arg: Arg) => unknown,
): Route {
  return {
    host: 'api',
    style: 'rpc',
    ...head,
    auth: 'user',
    answer: async (call, argument, at) => run(call, decode(argument, at)),
  }
}

/** A route that must be called without a token. */
export function openRoute<Arg>(
  head: { readonly name: string; readonly host: RouteHost },
  decode: Decode<Arg>,
  run: (call: OpenCall, arg: Arg) => unknown,
): Route {
  return { style: 'rpc', ...head, auth: 'none', answer: async (call, argument, at) => run(call, decode(argument, at)) }
}
