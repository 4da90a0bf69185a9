import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'

/** What a client that only knows Dropbox's own addresses needs to reach an emulator. */
export interface TlsFront {
  /** For `HTTPS_PROXY`. */
  readonly proxyUrl: string
  /** Certificate of the authority, for `SSL_CERT_FILE` and the like. */
  readonly authority: string
  /** Hosts that were asked for and are not Dropbox's. */
  readonly refused: ReadonlySet<string>
  readonly close: () => Promise<void>
}

/**
 * A proxy on loopback that has its own certificates for `hosts`, made by its own authority, and hands what it decrypts
 * to the emulator at `emulatorUrl`, which goes by the header `Host`. Nothing leaves the machine: other hosts get 403.
 *
 * @param folder where certificates are written
 */
export async function startTlsFront(folder: string, hosts: readonly string[], emulatorUrl: string): Promise<TlsFront> {
  const { authority, certificate, key } = makeCertificates(folder, hosts)
  const sockets = new Set<Socket>()
  const refused = new Set<string>()
  const { hostname, port } = new URL(emulatorUrl)
  const tls = createTlsServer({ cert: certificate, key }, (secure) => {
    const upstream = connect(Number(port), hostname)
    secure.pipe(upstream).pipe(secure)
    const end = () => {
      secure.destroy()
      upstream.destroy()
    }
    secure.on('error', end).on('close', end)
    upstream.on('error', end).on('close', end)
  })
  const proxy = createServer((_request, response) => void response.writeHead(405).end())
  proxy.on('connect', (request, socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    const host = request.url?.replace(/:443$/, '') ?? ''
    if (!hosts.includes(host)) {
      refused.add(host)
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    tls.emit('connection', socket)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority,
    refused,
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      proxy.closeAllConnections()
      await once(proxy, 'close')
    },
  }
}

/** An authority that lives for a day, and one certificate for all hosts. Needs the command `openssl`. */
function makeCertificates(folder: string, hosts: readonly string[]) {
  const file = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = hosts.map((host) => `DNS:${host}`).join(',')
  writeFileSync(file('host.cnf'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`)
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-days',
    '1',
    '-subj',
    '/CN=Test',
  )
  openssl('req', ...newKey, '-keyout', file('host.key'), '-out', file('host.csr'), '-subj', '/CN=front')
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '1']
  openssl('x509', '-req', '-in', file('host.csr'), ...signed, '-extfile', file('host.cnf'), '-out', file('host.pem'))
  return {
    authority: file('ca.pem'),
    certificate: readFileSync(file('host.pem')),
    key: readFileSync(file('host.key')),
  }
}
