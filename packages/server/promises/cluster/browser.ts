import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import type { BulkRun, Connection, FilePage } from '@twinfolder/protocol'

import { USER_HEADER } from './compose.ts'
import type { EmulatorProcess } from './emulator-process.ts'

/** What a user's browser asks the server for. */
export interface Browser {
  /** Any request below the server's address; it is not judged. */
  send(method: string, path: string, init?: RequestInit): Promise<Response>
  /** Links the user's account by the whole flow. */
  link(emulator: Pick<EmulatorProcess, 'allow'>, email: string): Promise<void>
  connection(): Promise<Connection>
  upload(recordId: number | string, name: string, contents: Uint8Array | string): Promise<void>
  list(recordId: number | string, offset?: number): Promise<FilePage>
  press(recordId: number | string): Promise<void>
  startBulk(segment: { readonly module: string; readonly id: string }): Promise<BulkRun>
  bulk(id: string): Promise<BulkRun>
  cancelBulk(id: string): Promise<BulkRun>
}

/** The server did not do what it was asked for. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number, what: string) {
    super(what)
    this.status = status
  }
}

/** @param user `tenant/user` */
export function browserOf(origin: string, user: string): Browser {
  const send: Browser['send'] = (method, path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set(USER_HEADER, user)
    // The command's configuration is that of its own tests.
    headers.set('x-signed-in', `${user}/${user}`)
    headers.set(PROTOCOL_HEADER, PROTOCOL_VERSION)
    return fetch(`${origin}/twinfolder${path}`, { ...init, method, headers })
  }
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await send(method, path, json)
    const text = await answer.text()
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path} was answered ${answer.status}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  return {
    send,
    async link(emulator, email) {
      const begun = (await ask('POST', '/connection/link', { mode: 'popup', returnTo: '/' })) as {
        readonly authorizeUrl: string
      }
      const callbackUrl = await emulator.allow(begun.authorizeUrl, email)
      await ask('POST', '/connection/complete', { callbackUrl })
    },
    connection: async () => (await ask('GET', '/connection')) as Connection,
    async upload(recordId, name, contents) {
      const path = `/records/companies/${recordId}/files?name=${encodeURIComponent(name)}`
      const headers = { 'content-type': 'application/octet-stream' }
      const answer = await send('POST', path, { body: contents as BodyInit, headers })
      const text = await answer.text()
      if (answer.status !== 201) throw new Refused(answer.status, `An upload was answered ${answer.status}: ${text}`)
    },
    list: async (recordId, offset = 0) =>
      (await ask('GET', `/records/companies/${recordId}/files?limit=500&offset=${offset}`)) as FilePage,
    press: async (recordId) => void (await ask('POST', `/records/companies/${recordId}/sync`)),
    startBulk: async (segment) => (await ask('POST', '/bulk', { segment })) as BulkRun,
    bulk: async (id) => (await ask('GET', `/bulk/${id}`)) as BulkRun,
    cancelBulk: async (id) => (await ask('POST', `/bulk/${id}/cancel`)) as BulkRun,
  }
}
