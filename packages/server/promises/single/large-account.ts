import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

const PAGE_ENTRIES = 2000
const FILES_A_FOLDER = 1000
const FIRST = '/files/list_folder'
const NEXT = '/files/list_folder/continue'

/** A Dropbox that has very many files beside those that an emulator has: their listing is made when it is asked for. */
export interface LargeAccount {
  readonly url: string
  readonly pages: number
  /** How often each page was asked for, the first one first. */
  readonly asked: readonly number[]
  close(): Promise<void>
}

/**
 * Stands before an emulator. A listing of everything begins with the emulator's own entries and goes on with generated ones, page by page, as
 * large as Dropbox makes them; the last page gives the emulator's cursor, from which its feed is followed. All else is the emulator's.
 * The generated files lie in folders that belong to no record, and are told of by their metadata alone.
 */
export async function startLargeAccount(emulatorUrl: string, files: number): Promise<LargeAccount> {
  const pages = Math.ceil(files / PAGE_ENTRIES)
  const asked = Array.from({ length: pages }, () => 0)
  const note = (page: number): void => void (asked[page] = (asked[page] ?? 0) + 1)

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { pathname } = new URL(incoming.url ?? '/', emulatorUrl)
    const body = await bodyOf(incoming)
    const isFirst = pathname.endsWith(FIRST) && body.toString().includes('"recursive":true')
    const cursor = pathname.endsWith(NEXT) ? generatedCursor(body) : null
    if (cursor) {
      note(cursor.page)
      return json(outgoing, pageOf(cursor.page, pages, cursor.real))
    }
    const real = await forward(emulatorUrl, incoming, body)
    if (!isFirst || real.status !== 200) return void outgoing.writeHead(real.status, real.headers).end(real.body)
    note(0)
    const own = JSON.parse(real.body.toString()) as ListingPage
    if (own.has_more) throw new Error('The emulator has more files than a page takes.')
    const generated = pageOf(0, pages, own.cursor)
    json(outgoing, { ...generated, entries: [...own.entries, ...generated.entries] })
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface ListingPage {
  readonly entries: readonly unknown[]
  readonly cursor: string
  readonly has_more: boolean
}

function pageOf(page: number, pages: number, real: string): ListingPage {
  const entries = Array.from({ length: PAGE_ENTRIES }, (_, at) => page * PAGE_ENTRIES + at).flatMap((number) =>
    number % FILES_A_FOLDER === 0 ? [folderEntry(number / FILES_A_FOLDER), fileEntry(number)] : [fileEntry(number)],
  )
  const isLast = page === pages - 1
  return { entries, cursor: isLast ? real : `generated ${page + 1} ${real}`, has_more: !isLast }
}

function folderEntry(number: number) {
  const name = `Volume ${number}`
  const path = `/${name}`
  return { '.tag': 'folder', name, path_lower: path.toLowerCase(), path_display: path, id: idOf(`folder${number}`) }
}

function fileEntry(number: number) {
  const name = `Scan ${number}.pdf`
  const path = `/Volume ${Math.floor(number / FILES_A_FOLDER)}/${name}`
  const at = '2026-11-01T12:00:00Z'
  return {
    '.tag': 'file',
    name,
    path_lower: path.toLowerCase(),
    path_display: path,
    id: idOf(`file${number}`),
    client_modified: at,
    server_modified: at,
    rev: number.toString(16).padStart(16, 'a'),
    size: 1000 + number,
    is_downloadable: true,
    content_hash: number.toString(16).padStart(64, '0'),
  }
}

function idOf(text: string): string {
  return `id:${text.padStart(22, '0')}`
}

function generatedCursor(body: Buffer): { readonly page: number; readonly real: string } | null {
  const { cursor } = JSON.parse(body.toString()) as { readonly cursor?: string }
  const [, page, real] = /^generated (\d+) (.*)$/.exec(cursor ?? '') ?? []
  return page === undefined || real === undefined ? null : { page: Number(page), real }
}

async function bodyOf(incoming: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function forward(emulatorUrl: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { host: _, ...passed } = headers
  const asking = request(new URL(url ?? '/', emulatorUrl), { method, headers: passed })
  asking.end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bodyOf(answer) }
}

function json(outgoing: ServerResponse, value: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
