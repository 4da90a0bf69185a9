import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A call as the client sends it. */
export interface ClientCall {
  /** Host of Dropbox and path: `api.dropboxapi.com/2/files/get_metadata` */
  readonly to: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** One connection to an emulator's server that stays open. One call at a time. */
export interface Connection {
  /** The body of the answer is counted and thrown away. @throws Error unless it answers 200 */
  readonly call: (call: ClientCall) => Promise<void>
  readonly close: () => void
}

/**
 * Opens a connection. It speaks just enough HTTP for the benchmark: Node's own client needs more of the processor for
 * a small call than the server does, and would be what is measured.
 */
export async function openConnection(url: string, accessToken: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  await once(socket, 'connect')
  let answer: Answer | null = null
  socket.on('data', (chunk: Buffer) => {
    if (answer?.take(chunk)) answer = null
  })
  socket.on('error', (error) => answer?.fail(error))
  socket.on('close', () => answer?.fail(new Error('The emulator closed the connection.')))
  return {
    async call({ to, headers, body = '' }) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body
      const lines = Object.entries({ ...headers, Authorization: `Bearer ${accessToken}` })
      const head = [
        `POST /${to} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        ...lines.map(([name, value]) => `${name}: ${value}`),
        `Content-Length: ${bytes.byteLength}`,
      ].join('\r\n')
      const answered = new Promise<void>((resolve, reject) => {
        answer = answerTo(resolve, reject)
      })
      await Promise.all([answered, sendAll(socket, `${head}\r\n\r\n`, bytes)])
    },
    close: () => void socket.destroy(),
  }
}

interface Answer {
  /** @returns whether it is complete */
  take(chunk: Buffer): boolean
  fail(error: Error): void
}

function answerTo(resolve: () => void, reject: (error: Error) => void): Answer {
  let head = ''
  let missing = -1
  return {
    take(chunk) {
      let rest = chunk.byteLength
      if (missing < 0) {
        const before = head.length
        head += chunk.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return false
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
        rest = chunk.byteLength - (end + 4 - before)
      }
      missing -= rest
      if (missing > 0) return false
      if (head.startsWith('HTTP/1.1 200')) resolve()
      else reject(new Error(`The emulator answered ${head}`))
      return true
    },
    fail: reject,
  }
}

async function sendAll(socket: Socket, head: string, body: Uint8Array): Promise<void> {
  if (body.byteLength <= 65_536) {
    socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]))
    return
  }
  socket.write(head, 'latin1')
  for (let start = 0; start < body.byteLength; start += 1024 * 1024) {
    if (!socket.write(body.subarray(start, start + 1024 * 1024))) await once(socket, 'drain')
  }
}
