import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Dropbox } from 'dropbox'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { startEmulator } from './start-emulator.ts'

// Processes take their time to start where much else runs.
vi.setConfig({ testTimeout: 60_000 })

const bin = join(import.meta.dirname, '../../bin/dropbox-emulator.mjs')
const account = ['--app', 'k:s:folder:Demo CRM', '--account', 'a@b.c', '--token', 'a@b.c:tok']
const children: ChildProcess[] = []
let data = ''

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'emulator-data-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(data, { recursive: true })
})

async function startCommand(...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, '--port', '0', ...account, ...args])
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0] ?? ''
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { url, pid: child.pid, dropbox: sdk(url), kill }
}

function sdk(url: string): Dropbox {
  return new Dropbox({
    accessToken: 'tok',
    fetch: (input: string, init: RequestInit) => fetch(input.replace('https://', `${url}/`), init),
  })
}

/** What is in the data folder, as a new process finds it. */
async function found() {
  const running = await startEmulator({ port: 0, data })
  const tree = await running.emulator.accounts.get('a@b.c').files.tree('/Apps/Demo CRM')
  const { cursor } = (await sdk(running.url).filesListFolder({ path: '' })).result
  await running.close()
  return { tree: Object.keys(tree), cursor }
}

test('what was answered is there after the process was killed, again and again', async () => {
  const expected: string[] = []
  for (let round = 0; round < 2; round += 1) {
    const { dropbox, kill } = await startCommand('--data', data)
    for (let number = 0; number < 5; number += 1) {
      const name = `/${round}-${number}.txt`
      await dropbox.filesUpload({ path: name, contents: name })
      expected.push(`/Apps/Demo CRM${name}`)
    }
    if (round === 1) await dropbox.filesDeleteV2({ path: '/0-0.txt' })
    await kill()
  }
  expect((await found()).tree.toSorted()).toEqual(expected.filter((path) => !path.endsWith('/0-0.txt')).toSorted())
})

test('uploads that the kill cut off are absent, and leave no half file', async () => {
  const { dropbox, kill } = await startCommand('--data', data)
  await dropbox.filesUpload({ path: '/whole.bin', contents: Buffer.alloc(5_000_000, 1) })
  const cut = dropbox.filesUpload({ path: '/cut.bin', contents: Buffer.alloc(60_000_000, 2) }).catch(() => 'cut')
  await new Promise((resolve) => setTimeout(resolve, 30))
  await kill()
  await cut
  const { tree } = await found()
  expect(tree.filter((path) => path.endsWith('whole.bin'))).toHaveLength(1)
  expect(await readdir(join(data, 'contents', 'arriving'))).toEqual([])
})

test('a line of the journal that was cut off is as if it had not been begun', async () => {
  const { dropbox, kill } = await startCommand('--data', data)
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  await kill()
  const journal = (await readdir(data)).find((name) => name.startsWith('changes-')) ?? ''
  await appendFile(join(data, journal), '[{"at":["accounts",0,"pl')
  expect((await found()).tree).toEqual(['/Apps/Demo CRM/a.txt'])
  // The whole state has taken the place of the journal.
  expect((await readdir(data)).filter((name) => name.startsWith('changes-'))).toEqual([])
})

test('a folder of something else is refused by a code, and so is one of another version', async () => {
  await writeFile(join(data, 'state.json'), 'no')
  await expect(startEmulator({ port: 0, data })).rejects.toMatchObject({ code: 'data_unreadable' })
  await writeFile(join(data, 'state.json'), '{"version":99}')
  await expect(startEmulator({ port: 0, data })).rejects.toMatchObject({ code: 'data_version' })
  const file = join(data, 'state.json')
  await expect(startEmulator({ port: 0, data: join(file, 'below') })).rejects.toMatchObject({ code: 'data_unusable' })
})

test.runIf(process.platform === 'linux')('ten files of 50 MB at once need no memory of their size', async () => {
  const { url, pid } = await startCommand()
  const statuses = Array.from({ length: 10 }, (_, number) => uploadZeros(url, `/${number}.bin`, 50, number))
  expect(await Promise.all(statuses)).toEqual(statuses.map(() => 200))
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])
  expect(peakKb / 1024).toBeLessThan(300)
})

/** Sends so many MB of the same byte, without having them all. @returns the status of the answer */
function uploadZeros(url: string, path: string, megabytes: number, byte: number): Promise<number | undefined> {
  const piece = Buffer.alloc(1024 * 1024, byte)
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: 'Bearer tok',
      'Content-Type': 'application/octet-stream',
      'Dropbox-API-Arg': JSON.stringify({ path }),
    }
    const sent = request(`${url}/content.dropboxapi.com/2/files/upload`, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject)
    const send = async () => {
      for (let number = 0; number < megabytes; number += 1) if (!sent.write(piece)) await once(sent, 'drain')
      sent.end()
    }
    send().catch(reject)
  })
}
