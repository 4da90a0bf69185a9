import type { LogEntry } from '../options.ts'
import type { Metrics } from './metrics.ts'
import type { RouteNames } from './route-names.ts'

type Handler = (request: Request) => Promise<Response>

/** The same handler, whose every answer is counted, timed and logged: its route and its request id, no path and no name. */
export function measuredHandler(
  handle: Handler,
  {
    metrics,
    nameOf,
    log,
  }: { readonly metrics: Metrics; readonly nameOf: RouteNames; readonly log: (entry: LogEntry) => void },
): Handler {
  return async (request) => {
    const began = performance.now()
    const route = nameOf(request.method, new URL(request.url).pathname)
    const response = await handle(request)
    const ms = performance.now() - began
    const { status, headers } = response
    metrics.requests.observe({ method: request.method, route, status }, ms / 1000)
    metrics.requestBytes.inc({ direction: 'in' }, lengthOf(request.headers))
    metrics.requestBytes.inc({ direction: 'out' }, lengthOf(headers))
    const requestId = headers.get('x-request-id')
    log({ level: 'info', event: 'request', requestId, method: request.method, route, status, ms: Math.round(ms) })
    const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true
    return isStream && response.body ? counted(response, response.body, metrics) : response
  }
}

/** An answer that is counted as long as somebody reads it. */
function counted(response: Response, body: ReadableStream<Uint8Array>, { streams }: Metrics): Response {
  const reader = body.getReader()
  let isOpen = true
  const end = (): void => {
    if (isOpen) streams.dec()
    isOpen = false
  }
  streams.inc()
  const passedOn = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          end()
          controller.error(error)
        }
      },
      async cancel(reason) {
        end()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(passedOn, response)
}

function lengthOf(headers: Headers): number {
  const length = Number(headers.get('content-length'))
  return Number.isSafeInteger(length) && length > 0 ? length : 0
}
