import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, expect, test } from 'vitest'

import { DataFolderInUseError, acquireDataFolder } from './data-folder.ts'

const folders: string[] = []
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-lock-'))
  folders.push(folder)
  return folder
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function refusal(folder: string): Promise<DataFolderInUseError> {
  try {
    await acquireDataFolder(folder)
  } catch (error) {
    if (error instanceof DataFolderInUseError) return error
    throw error
  }
  throw new Error('The folder was given twice.')
}

/** Another process that holds a folder until it is killed. */
async function holderOf(folder: string) {
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))
  const program = `import { acquireDataFolder } from ${module}
    const folder = await acquireDataFolder(${JSON.stringify(folder)})
    folder.announce('http://127.0.0.1:4321')
    console.log('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a second start is refused with the address and the process of the first', async () => {
  const folder = await newFolder()
  const first = await acquireDataFolder(folder)
  first.announce('http://127.0.0.1:4000')
  const error = await refusal(folder)
  expect(error).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:4000' })
  expect(error.message).toMatch(/is in use by the process \d+, which answers at http:\/\/127\.0\.0\.1:4000\. Stop/)
  await first.release()
  await (await acquireDataFolder(folder)).release()
})

test('another path to the same folder is the same folder; another folder is free', async () => {
  const folder = await newFolder()
  const other = `${folder}-link`
  await symlink(folder, other)
  folders.push(other)
  const first = await acquireDataFolder(folder)
  await refusal(other)
  await (await acquireDataFolder(await newFolder())).release()
  await first.release()
})

test('what a killed process left is taken over, by one of many', async () => {
  const folder = await newFolder()
  const child = await holderOf(folder)
  expect(await refusal(folder)).toMatchObject({ pid: child.pid, url: 'http://127.0.0.1:4321' })
  child.kill('SIGKILL')
  await once(child, 'exit')

  const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => acquireDataFolder(folder)))
  const taken = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
  expect(taken).toHaveLength(1)
  await taken[0]?.release()
})
