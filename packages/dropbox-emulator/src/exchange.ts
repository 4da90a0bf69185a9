import { answerAuthorize } from './oauth/authorize-page.ts'
import type { ConsentMode } from './oauth/authorize-page.ts'
import { answerToken, tokenParams } from './oauth/token-endpoint.ts'
import { routes } from './routes/index.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { openWebAddress } from './web/web-links.ts'
import { BadRequest } from './wire/api-error.ts'
import { readArgument } from './wire/argument.ts'
import type { Argument } from './wire/argument.ts'
import { authenticate, authenticateApp, bearerToken } from './wire/authenticate.ts'
import { failureResponse, jsonResponse, textResponse } from './wire/respond.ts'
import type { Route } from './wire/route.ts'

/** A request whose route and argument are known, ready to be answered. */
export interface Exchange {
  /** `files/upload`, `oauth2/token`; the path for anything else. */
  readonly route: string
  /** The argument, for faults and the log. Never holds a token. */
  readonly arg: unknown
  readonly account: string | null
  readonly appKey: string | null
  /** @param unseenChanges how many of the account's latest changes are not seen yet @default 0 */
  readonly answer: (unseenChanges?: number) => Promise<Response>
}

const hostNames = {
  api: ['api.dropboxapi.com', 'api.dropbox.com'],
  content: ['content.dropboxapi.com'],
  notify: ['notify.dropboxapi.com'],
} as const
const apiHosts: readonly string[] = hostNames.api
const webHosts: readonly string[] = ['www.dropbox.com', 'dropbox.com']

const routesByAddress = new Map<string, Route>()
for (const route of routes) {
  for (const host of hostNames[route.host]) routesByAddress.set(`${host}/2/${route.name}`, route)
}

/** Finds out what a request asks for. */
export async function openExchange(
  state: EmulatorState,
  request: Request,
  url: URL,
  mode: ConsentMode,
): Promise<Exchange> {
  const { hostname, pathname } = url
  const route = routesByAddress.get(`${hostname}${pathname}`)
  if (route) return openRouteExchange(state, request, url, route)
  if (webHosts.includes(hostname) && /^\/(1\/)?oauth2\/authorize\/?$/.test(pathname)) {
    return {
      route: 'oauth2/authorize',
      arg: harmless(url.searchParams),
      account: null,
      appKey: url.searchParams.get('client_id'),
      answer: () => answerAuthorize(state, request, url, mode),
    }
  }
  if (apiHosts.includes(hostname) && /^\/(1\/)?oauth2\/token$/.test(pathname)) {
    return openTokenExchange(state, request, url)
  }
  const link = openWebAddress(state, request, url)
  if (link) return { arg: null, appKey: null, ...link }
  return unknownExchange(url)
}

async function openRouteExchange(state: EmulatorState, request: Request, url: URL, route: Route): Promise<Exchange> {
  const token = state.grants.access.get(bearerToken(request, url) ?? '')
  const argument = await readArgument(route, request, url).catch((failure: unknown) => ({ failure }))
  return {
    route: route.name,
    arg: 'failure' in argument ? null : argument.value,
    account: (token && state.accounts.get(token.accountId)?.profile.email) ?? null,
    appKey: token?.appKey ?? null,
    async answer(unseenChanges = 0) {
      try {
        const result = await callRoute(state, request, url, route, argument, unseenChanges)
        return result instanceof Response ? result : jsonResponse(result)
      } catch (error) {
        return failureResponse(route.name, error)
      }
    },
  }
}

async function callRoute(
  state: EmulatorState,
  request: Request,
  url: URL,
  route: Route,
  argument: Argument | { readonly failure: unknown },
  unseenChanges: number,
): Promise<unknown> {
  if (!isAllowedMethod(route, request)) return textResponse(`${request.method} is not allowed here.`, 405)
  if (route.auth === 'app') {
    authenticateApp(state, request)
    if ('failure' in argument) throw argument.failure
    return route.answer({ state, request }, argument.value, argument.at)
  }
  if (route.auth === 'none') {
    if (bearerToken(request, url) !== null) {
      throw new BadRequest('Your request includes an Authorization header, but this function does not use it.')
    }
    if ('failure' in argument) throw argument.failure
    return route.answer({ state, request }, argument.value, argument.at)
  }
  const call = authenticate(state, request, url, route, unseenChanges)
  if ('failure' in argument) throw argument.failure
  return route.answer(call, argument.value, argument.at)
}

async function openTokenExchange(state: EmulatorState, request: Request, url: URL): Promise<Exchange> {
  const params = await tokenParams(request, url)
  const grant =
    state.grants.refresh.get(params.get('refresh_token') ?? '') ?? state.grants.codes.get(params.get('code') ?? '')
  return {
    route: 'oauth2/token',
    arg: harmless(params),
    account: (grant && state.accounts.get(grant.accountId)?.profile.email) ?? null,
    appKey: params.get('client_id') ?? grant?.appKey ?? null,
    answer: async () =>
      request.method === 'POST' ? answerToken(state, request, params) : textResponse('Only POST is allowed here.', 405),
  }
}

function unknownExchange({ hostname, pathname }: URL): Exchange {
  const name = /^\/2\/(.+)$/.exec(pathname)?.[1]
  const text =
    name === undefined
      ? `The emulator has nothing at ${hostname}${pathname}.`
      : `Unknown API function: "${name}" on ${hostname}. The emulator may not have it yet.`
  return {
    route: name ?? pathname,
    arg: null,
    account: null,
    appKey: null,
    answer: async () => textResponse(text, 404),
  }
}

function isAllowedMethod(route: Route, request: Request): boolean {
  return request.method === 'POST' || (request.method === 'GET' && route.style === 'download')
}

/** The parameters of a login that may be logged. */
function harmless(params: URLSearchParams): object {
  const names = ['grant_type', 'client_id', 'redirect_uri', 'response_type', 'token_access_type', 'scope']
  return Object.fromEntries(names.flatMap((name) => (params.has(name) ? [[name, params.get(name)]] : [])))
}
