import { expect, test } from 'vitest'

import { namesInDropbox, folderOf, seenBy, text } from '../testing/record-steps.ts'
import {
  type TestServer,
  company,
  link,
  problemOf,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

const VIRUS = 'EICAR'

/** A server with a scanner that knows one virus, and can be away. */
function scanningServer() {
  const scanner = { isAway: false, scans: 0 }
  const server = testServer({
    async scan({ contents }) {
      scanner.scans += 1
      if (scanner.isAway) throw new Error('clamd: connection refused at 10.0.0.9')
      let all = ''
      for await (const chunk of contents) all += new TextDecoder().decode(chunk)
      return all.includes(VIRUS) ? 'infected' : 'clean'
    },
  })
  return { server, scanner }
}

const upload = (server: TestServer, name: string, contents: string): Promise<Response> =>
  server.upload(sofie, `${recordPath('1')}/files?name=${name}`, text(contents))

async function download(server: TestServer, fileId: string): Promise<Response> {
  const answer = await server.get(sofie, `${recordPath('1')}/files/${fileId}/content-url`)
  return server.browse(null, ((await answer.json()) as { url: string }).url)
}

const stored = (server: TestServer): readonly string[] => server.files.allFiles(company('1')).map(({ name }) => name)

test('[X44] an infected upload is refused and leaves nothing behind, in one piece or in parts', async () => {
  const { server } = scanningServer()
  expect(await problemOf(await upload(server, 'bad.txt', `a ${VIRUS} b`))).toBe('409 scanner_refused')
  const tus = { 'tus-resumable': '1.0.0', 'upload-metadata': `filename ${btoa('bad.txt')}` }
  const begun = await server.send(sofie, 'POST', `${recordPath('1')}/uploads`, {
    headers: { ...tus, 'upload-length': '10' },
  })
  const path = new URL(begun.headers.get('location') ?? '').pathname.replace('/twinfolder', '')
  const part = (offset: number, body: string): Promise<Response> =>
    server.send(sofie, 'PATCH', path, {
      body,
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    })
  expect((await part(0, 'xEICA')).status).toBe(204)
  expect(await problemOf(await part(5, 'R....'))).toBe('409 scanner_refused')
  expect(stored(server)).toEqual([])
  expect((await upload(server, 'good.txt', 'hello')).status).toBe(201)
})

test('[X44] what came into the CRM otherwise is scanned before it is sent anywhere, once', async () => {
  const { server, scanner } = scanningServer()
  const [bad, good] = [
    await server.files.put(company('1'), 'bad.txt', text(VIRUS)),
    await server.files.put(company('1'), 'good.txt', text('hello')),
  ]
  expect(await problemOf(await download(server, bad.id))).toBe('409 scanner_refused')
  for (let time = 0; time < 3; time += 1) expect(await (await download(server, good.id)).text()).toBe('hello')
  expect(await problemOf(await download(server, bad.id))).toBe('409 scanner_refused')
  expect(scanner.scans).toBe(2)
})

test('[C73] [X44] an infected file is synchronised in neither direction, and its row says why; the others are', async () => {
  const { server } = scanningServer()
  for (const [name, contents] of [
    ['bad.txt', VIRUS],
    ['good.txt', 'hello'],
  ] as const) {
    await server.files.put(company('1'), name, text(contents))
  }
  await link(server, sofie, server.remotes.sofie)
  const seen = seenBy(server)
  await whileWorking(server, async () => {
    await seen.press()
    await server.until(() => namesInDropbox(server).includes('good.txt'))
    await server.remotes.sofie.owner.put(`${folderOf()}/worse.txt`, text(`more ${VIRUS}`))
    await server.remotes.sofie.owner.put(`${folderOf()}/fine.txt`, text('fine'))
    await seen.press()
    await server.until(async () => stored(server).includes('fine.txt') && (await seen.page()).remoteOnly.length > 0)
  })
  expect(namesInDropbox(server).toSorted()).toEqual(['fine.txt', 'good.txt', 'worse.txt'])
  expect(stored(server).toSorted()).toEqual(['bad.txt', 'fine.txt', 'good.txt'])
  const page = await seen.page()
  expect(page.entries.find(({ name }) => name === 'bad.txt')?.sync).toMatchObject({ code: 'scanner_refused' })
  expect(page.remoteOnly).toMatchObject([{ name: 'worse.txt', sync: { code: 'scanner_refused' } }])
})

test('[X44] a scanner that is away lets nothing through, tells nothing of itself, and is asked again', async () => {
  const { server, scanner } = scanningServer()
  const file = await server.files.put(company('1'), 'good.txt', text('hello'))
  scanner.isAway = true
  for (const answer of [await upload(server, 'a.txt', 'hello'), await download(server, file.id)]) {
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(await answer.clone().text()).not.toContain('clamd')
    expect(await problemOf(answer)).toBe('503 unavailable')
  }
  expect(stored(server)).toEqual(['good.txt'])
  scanner.isAway = false
  expect((await upload(server, 'a.txt', 'hello')).status).toBe(201)
  expect(await (await download(server, file.id)).text()).toBe('hello')
})

test('[X44] an archive is bytes: it is never unpacked, and leaves as it came, to be saved', async () => {
  const server = testServer()
  const bomb = Uint8Array.from([0x50, 0x4b, 3, 4, ...Array.from({ length: 1000 }, (_, at) => at % 256)])
  const answer = await server.upload(sofie, `${recordPath('1')}/files?name=bomb.zip`, bomb)
  const saved = await download(server, ((await answer.json()) as { id: string }).id)
  expect(new Uint8Array(await saved.arrayBuffer())).toEqual(bomb)
  expect(saved.headers.get('content-type')).toBe('application/octet-stream')
  expect(saved.headers.get('content-encoding')).toBeNull()
})
