import type { AccountState } from '../state/account-state.ts'
import type { AppState } from '../state/app-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { View } from '../state/view.ts'
import { releaseWriteLocks } from '../state/write-lock.ts'
import { fieldsOf } from './decode.ts'
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
  /** How many of the account's latest changes this call does not see yet (fault `staleListing`). */
  readonly unseenChanges: number
}

/** A request that carries no token. */
export interface OpenCall {
  readonly state: EmulatorState
  readonly request: Request
}

/** What the table of endpoints tells of a route, checked by the tests of the wire. */
interface RouteFacts {
  /** What it does, in half a sentence. */
  readonly about: string
  /** Every error it answers with 409, tags from the outside in: `path/not_found`. @default none */
  readonly errors?: readonly string[] | undefined
  /** What else it holds callers to, a sentence each. */
  readonly rules?: readonly string[] | undefined
}

interface RouteHead extends RouteFacts {
  /** The function's name as errors quote it: `files/upload`. */
  readonly name: string
  readonly host: RouteHost
  readonly style: RouteStyle
  readonly errors: readonly string[]
  readonly rules: readonly string[]
  /** Fields of the argument as {@link fieldsOf} tells them. */
  readonly fields: readonly string[]
  /** Whether apps that only have a folder of their own may call it. */
  readonly isForAppFolders: boolean
}

/** A route that is called without a user: with the app's key and secret (`app`), or with no credentials (`none`). */
export interface OpenRoute<Auth extends 'app' | 'none'> extends RouteHead {
  readonly auth: Auth
  readonly answer: (call: OpenCall, argument: unknown, at: readonly string[]) => Promise<unknown>
}

/** A route that is called with a token. */
export interface UserRoute extends RouteHead {
  readonly auth: 'user'
  readonly scope: string | null
  readonly answer: (call: Call, argument: unknown, at: readonly string[]) => Promise<unknown>
}

/** A route of the API. Its answer is JSON, or a `Response` for downloads. */
export type Route = UserRoute | OpenRoute<'app'> | OpenRoute<'none'>

/** A route that needs a token with `scope`. */
export function userRoute<Arg>(
  head: RouteFacts & {
    readonly name: string
    readonly host?: RouteHost
    readonly style?: RouteStyle
    readonly scope: string | null
    /** @default true */
    readonly isForAppFolders?: boolean
  },
  decode: Decode<Arg>,
  run: (call: Call, arg: Arg) => unknown,
): UserRoute {
  return {
    host: 'api',
    style: 'rpc',
    isForAppFolders: true,
    ...head,
    errors: head.errors ?? [],
    rules: head.rules ?? [],
    fields: fieldsOf(decode),
    auth: 'user',
    async answer(call, argument, at) {
      try {
        return await run(call, decode(argument, at))
      } finally {
        await releaseWriteLocks(call.state, call)
      }
    },
  }
}

/** A route that is called without a user. */
export function openRoute<Auth extends 'app' | 'none', Arg>(
  head: RouteFacts & { readonly name: string; readonly host: RouteHost; readonly auth: Auth },
  decode: Decode<Arg>,
  run: (call: OpenCall, arg: Arg) => unknown,
): OpenRoute<Auth> {
  return {
    style: 'rpc',
    isForAppFolders: true,
    ...head,
    errors: head.errors ?? [],
    rules: head.rules ?? [],
    fields: fieldsOf(decode),
    answer: async (call, argument, at) => run(call, decode(argument, at)),
  }
}
