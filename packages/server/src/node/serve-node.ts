import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createAdaptorServer } from '@hono/node-server'

import { isSystemError } from './system-error.ts'

/** Where to listen. */
export interface ServeNodeOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** @default 127.0.0.1, this computer only */
  readonly host?: string | undefined
  /** How long requests under way may take when the server is closed. @default 2000 */
  readonly patienceMs?: number | undefined
  /** How long a client may take to send the head of a request; then it is answered with 408 and its connection ended. @default 10,000 */
  readonly headersTimeoutMs?: number | undefined
  /** How long a connection may carry nothing either way, as one whose client does not read; then it is ended. @default 120,000 */
  readonly stalledMs?: number | undefined
}

/** A listening server. */
export interface NodeListener {
  /** e.g. `http://127.0.0.1:4000` */
  readonly url: string
  readonly port: number
  /** Takes no more requests, waits `patienceMs` for those under way, then ends them. */
  close(): Promise<void>
}

/** A 50 MiB upload over a slow line may take its time; silence is what the server's own timeouts end. */
const LONGEST_REQUEST_MS = 3_600_000
const PATIENCE_MS = 2000
const TIDY_MS = 100
/** An address with a deep folder, and the cookies of the host app. */
const LONGEST_HEADERS = 32 * 1024

/**
 * Serves a `(Request) => Response` over HTTP/1.1. Bodies stream both ways; a client that goes away aborts
 * `request.signal`.
 *
 * @throws Error that names the port when it is taken or not allowed
 */
export async function serveNode(
  handler: (request: Request) => Response | Promise<Response>,
  {
    port,
    host = '127.0.0.1',
    patienceMs = PATIENCE_MS,
    headersTimeoutMs = 10_000,
    stalledMs = 120_000,
  }: ServeNodeOptions,
): Promise<NodeListener> {
  const server = createAdaptorServer({
    fetch: (request) => handler(request),
    overrideGlobalObjects: false,
    createServer,
    serverOptions: {
      requestTimeout: LONGEST_REQUEST_MS,
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: Math.min(headersTimeoutMs, 5000),
      maxHeaderSize: LONGEST_HEADERS,
    },
  })
  // Event streams have a heartbeat; what is silent for longer waits for a client that is gone or does not read (X37).
  server.setTimeout(stalledMs)
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port, host)))
    server.listen(port, host, () => resolve())
  })
  await listening
  const actualPort = portOf(server.address(), port)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        const impatience = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections()
        }, patienceMs)
        // A connection whose last answer ends later would be kept for another request, which nobody will answer.
        const tidying = setInterval(() => {
          if ('closeIdleConnections' in server) server.closeIdleConnections()
        }, TIDY_MS)
        server.close(() => {
          clearTimeout(impatience)
          clearInterval(tidying)
          resolve()
        })
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}

function listenError(error: Error, port: number, host: string): Error {
  if (isSystemError(error, 'EADDRINUSE')) {
    return new Error(`Port ${port} is in use by another program. Stop it, or choose another port.`, { cause: error })
  }
  if (isSystemError(error, 'EACCES')) {
    return new Error(`Port ${port} may not be used by this user. Choose one above 1023.`, { cause: error })
  }
  return new Error(`The server could not listen at ${host}, port ${port}: ${error.message}`, { cause: error })
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return address !== null && typeof address === 'object' ? address.port : asked
}
