import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client'

import type { HttpTarget } from './call-operation.ts'

/** Lets tus-js-client send through the `fetch` of an adapter, with its session. The body stays a `Blob`. */
export function fetchHttpStack(target: HttpTarget): HttpStack {
  return {
    createRequest: (method, url) => fetchRequest(target, method, url),
    getName: () => 'fetch',
  }
}

/** The response of a request that tus-js-client sent. */
export function responseBehind(answer: HttpResponse | null): Response | null {
  const behind: unknown = answer?.getUnderlyingObject()
  return behind instanceof Response ? behind : null
}

function fetchRequest(target: HttpTarget, method: string, url: string): HttpRequest {
  const headers: Record<string, string> = {}
  const abort = new AbortController()
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader(name, value) {
      headers[name] = value
    },
    getHeader: (name) => headers[name],
    // `fetch` tells nothing on the way: what counts is what the server has taken.
    setProgressHandler: () => undefined,
    async send(body: Blob | null | undefined) {
      const response = await target.fetch(url, {
        method,
        headers: { ...headers, [PROTOCOL_HEADER]: PROTOCOL_VERSION, ...(await target.headers()) },
        credentials: target.credentials ?? 'same-origin',
        body: body ?? null,
        signal: abort.signal,
      })
      return {
        getStatus: () => response.status,
        getHeader: (name) => response.headers.get(name) ?? undefined,
        getBody: () => '',
        getUnderlyingObject: () => response,
      }
    },
    async abort() {
      abort.abort()
    },
    getUnderlyingObject: () => null,
  }
}
