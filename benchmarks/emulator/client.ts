import { Agent, request } from 'node:http'
import type { IncomingMessage } from 'node:http'

/** A client of an emulator's server over connections that stay open, as light as Node allows. */
export interface Client {
  /** One call; its body is read and thrown away. @throws Error unless it answers 200 */
  readonly call: (call: ClientCall) => Promise<void>
  readonly close: () => void
}

export interface ClientCall {
  /** Host of Dropbox and path: `api.dropboxapi.com/2/files/get_metadata` */
  readonly to: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

export function createClient(url: string, accessToken: string, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  const call = ({ to, headers, body = '' }: ClientCall) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          path: `/${to}`,
          method: 'POST',
          headers: {
            ...headers,
            Authorization: `Bearer ${accessToken}`,
            'Content-Length': Buffer.byteLength(body),
          },
        },
        (response) => drained(response).then(resolve, reject),
      )
      sent.on('error', reject)
      sent.end(body)
    })
  return { call, close: () => agent.destroy() }
}

function drained(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const problem: Buffer[] = []
    response.on('data', (chunk: Buffer) => {
      if (response.statusCode !== 200) problem.push(chunk)
    })
    response.on('error', reject)
    response.on('end', () => {
      if (response.statusCode === 200) resolve()
      else reject(new Error(`The emulator answered ${response.statusCode}: ${Buffer.concat(problem).toString()}`))
    })
  })
}
