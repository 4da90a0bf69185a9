import { answerWithFaults } from './fault-effects.ts'
import type { Fault, FaultSource } from './faults.ts'
import { newRequestId } from './ids.ts'
import { openExchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import type { ConsentMode } from './oauth/authorize-page.ts'
import type { LogEntry, WritableRequestLog } from './request-log.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import { finished, preflightResponse } from './wire/respond.ts'

/** The hosts of Dropbox that the emulator answers for. */
export const dropboxHosts: readonly string[] = [
  'api.dropboxapi.com',
  'api.dropbox.com',
  'content.dropboxapi.com',
  'notify.dropboxapi.com',
  'www.dropbox.com',
  'dropbox.com',
  'dl.dropboxusercontent.com',
]

export interface HandleParts {
  readonly state: EmulatorState
  readonly faults: FaultSource
  readonly log: WritableRequestLog
  readonly consentMode: () => ConsentMode
}

/** Makes the function that answers a request to one of Dropbox's hosts: faults, then the answer, then the log. */
export function createHandle(parts: HandleParts): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'OPTIONS') return finished(preflightResponse(request))
    const url = new URL(request.url)
    const exchange = await openExchange(parts.state, request, url, parts.consentMode())
    const faults = parts.faults.take(exchange)
    const requestId = newRequestId()
    const answered = await answerWithFaults(faults, (unseen) => exchange.answer(unseen), request.signal)
    // A connection that ends without an answer has no headers either.
    const response = answered.type === 'error' ? answered : finished(answered, requestId)
    parts.log.add(logEntry(parts.state, request, url, exchange, response, requestId, faults))
    return response
  }
}

function logEntry(
  state: EmulatorState,
  request: Request,
  url: URL,
  exchange: Exchange,
  response: Response,
  requestId: string,
  faults: readonly Fault[],
): Omit<LogEntry, 'number'> {
  return {
    at: state.clock.now(),
    method: request.method,
    host: url.hostname,
    path: url.pathname,
    route: exchange.route,
    arg: exchange.arg,
    status: response.status,
    account: exchange.account,
    appKey: exchange.appKey,
    requestBytes: sizeOf(request.headers),
    responseBytes: sizeOf(response.headers),
    requestId,
    fault: faults.at(-1)?.type ?? null,
  }
}

function sizeOf(headers: Headers): number | null {
  const length = headers.get('content-length')
  return length === null ? null : Number(length)
}
