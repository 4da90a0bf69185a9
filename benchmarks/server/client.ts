import { createHmac } from 'node:crypto'

import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'

import { APP_SECRET, USER_HEADER } from './setting.ts'

/** Sends requests as a browser does, and notifications as Dropbox does. */
export interface BenchClient {
  /** @throws Error unless it is answered with success */
  ask(method: string, path: string, body?: unknown): Promise<unknown>
  upload(recordId: string, name: string, contents: Uint8Array): Promise<void>
  /** Reads the contents of a file to their end; the number of bytes. */
  download(recordId: string, fileId: string): Promise<number>
  notify(accountId: string): Promise<void>
}

export function benchClient(origin: string, user: string): BenchClient {
  const headers = { [USER_HEADER]: user, [PROTOCOL_HEADER]: PROTOCOL_VERSION }
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${origin}/twinfolder${path}`, init)
    if (!answer.ok) throw new Error(`${init.method} ${path} was answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const ask: BenchClient['ask'] = async (method, path, body) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await send(path, { method, ...json, headers: { ...headers, 'content-type': 'application/json' } })
    const text = await answer.text()
    return text === '' ? null : JSON.parse(text)
  }
  return {
    ask,
    async upload(recordId, name, contents) {
      const path = `/records/companies/${recordId}/files?name=${encodeURIComponent(name)}`
      const type = { 'content-type': 'application/octet-stream' }
      const answer = await send(path, { method: 'POST', body: contents as BodyInit, headers: { ...headers, ...type } })
      await answer.arrayBuffer()
    },
    async download(recordId, fileId) {
      const { url } = (await ask('GET', `/records/companies/${recordId}/files/${fileId}/content-url`)) as {
        readonly url: string
      }
      const answer = await fetch(new URL(url, origin))
      let bytes = 0
      for await (const chunk of answer.body ?? []) bytes += chunk.byteLength
      return bytes
    },
    async notify(accountId) {
      const body = JSON.stringify({ list_folder: { accounts: [accountId] }, delta: { users: [] } })
      const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex')
      const signed = { 'content-type': 'application/json', 'x-dropbox-signature': signature }
      await (await send('/webhooks/dropbox', { method: 'POST', body, headers: signed })).arrayBuffer()
    },
  }
}
