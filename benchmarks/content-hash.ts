import { stripTypeScriptTypes } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { hashStream } from '@twinfolder/core'
import { contentHashOf } from '@twinfolder/dropbox'
import { chromium } from '@playwright/test'

import { findChromium } from '../scripts/chromium.ts'

/** The content hash of 50 MiB against the plain SHA-256 of the same bytes at once, in Node and in Chromium. */
const sizeBytes = 50 * 1024 * 1024
const pieceBytes = 65_536

/** Runs in Node and in the page: everything it needs is given. */
async function race(size: number, piece: number, hash: (bytes: Uint8Array<ArrayBuffer>[]) => Promise<unknown>) {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 1) bytes[at] = at % 251
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let at = 0; at < size; at += piece) pieces.push(bytes.subarray(at, at + piece))
  const times = { plain: Number.POSITIVE_INFINITY, ours: Number.POSITIVE_INFINITY }
  for (let round = 0; round < 5; round += 1) {
    let started = performance.now()
    await crypto.subtle.digest('SHA-256', bytes)
    times.plain = Math.min(times.plain, performance.now() - started)
    started = performance.now()
    await hash(pieces)
    times.ours = Math.min(times.ours, performance.now() - started)
  }
  return times
}

async function* streamOf(pieces: readonly Uint8Array<ArrayBuffer>[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield* pieces
}

tell(
  'Node, by the core over WebCrypto',
  await race(sizeBytes, pieceBytes, (pieces) =>
    hashStream(streamOf(pieces), (bytes) => crypto.subtle.digest('SHA-256', bytes)),
  ),
)
tell('Node, by the Dropbox adapter', await race(sizeBytes, pieceBytes, (pieces) => contentHashOf(streamOf(pieces))))
tell('Chromium', await inChromium())

/** The hash has no imports at run time, so its source is a module of its own in the page. */
async function inChromium(): Promise<Awaited<ReturnType<typeof race>>> {
  const path = join(import.meta.dirname, '../packages/core/src/domain/content-hash.ts')
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  const runner = `export ${race.toString()}`
  const { executablePath, args } = await findChromium()
  const browser = await chromium.launch({ executablePath, args: [...args] })
  try {
    const page = await browser.newPage()
    // WebCrypto is there in secure contexts only: loopback is one, and the page is answered here.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>hash</title>' }))
    await page.goto('http://localhost:9/')
    return await page.evaluate(
      async ({ modules: [hash, run], size, piece }) => {
        const load = (text: string) => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
        const [{ contentHasher: start }, { race: go }] = await Promise.all([load(hash ?? ''), load(run ?? '')])
        return go(size, piece, async (pieces: readonly Uint8Array[]) => {
          const hasher = start((bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes))
          for (const one of pieces) await hasher.update(one)
          await hasher.digest()
        })
      },
      { modules: [source, runner], size: sizeBytes, piece: pieceBytes },
    )
  } finally {
    await browser.close()
  }
}

function tell(where: string, { plain, ours }: { readonly plain: number; readonly ours: number }): void {
  const speed = ((plain / ours) * 100).toFixed(0)
  console.log(
    `${where}: plain SHA-256 ${plain.toFixed(0)} ms, content hash ${ours.toFixed(0)} ms, ${speed} % of its speed`,
  )
}
