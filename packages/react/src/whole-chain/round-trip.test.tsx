import { createHash } from 'node:crypto'

import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { OwnerFiles } from '@twinfolder/dropbox-emulator'
import { expect, test, vi } from 'vitest'

import { type WholeChain, acme, acmeFolder, beta, betaFolder, keyOf, wholeChain } from '../testing/whole-chain.tsx'

vi.setConfig({ testTimeout: 40_000 })

/** A file by its path in the CRM, and by the one in Dropbox where that takes another. */
interface Sample {
  readonly path: string
  readonly inDropbox: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const sample = (path: string, sizeBytes: number, inDropbox = path): Sample => ({
  path,
  inDropbox,
  bytes: bytesOf(sizeBytes, path),
})
const MiB = 1024 * 1024

const samples: readonly Sample[] = [
  sample('empty.txt', 0),
  sample('one.bin', 1),
  sample('README', 77),
  sample('.hidden', 12),
  sample('film.mp4', 9 * MiB + 3),
  sample('Contracts/a.pdf', 4 * MiB),
  sample('Contracts/b.pdf', 4 * MiB + 1),
  sample('Contracts/2026/Übergrößen & Maße.docx', 5000),
  sample('Contracts/2026/Q1/deep/deeper/plan.xlsx', 300),
  sample('Contracts/2026/Q1/deep/deeper/empty', 0),
  sample('Namen/caf\u00e9.txt', 10),
  // The same name for a person and for Dropbox: the second gets a number (C53).
  sample('Namen/cafe\u0301.txt', 11, 'Namen/caf\u00e9 (2).txt'),
  sample('Namen/Zoe\u0308.txt', 12, 'Namen/Zo\u00eb.txt'),
  sample('Namen/📄 発注書.pdf', 600),
  sample("Namen/it's 100 % #1 + [x] {y} & co.txt", 61),
  sample('Namen/what?.txt', 62, 'Namen/what-.txt'),
  sample('Namen/10:30 <draft> "x" | y*.txt', 63, 'Namen/10-30 -draft- -x- - y-.txt'),
  sample('Namen/CON.txt', 64, 'Namen/-CON.txt'),
  sample('Namen/ends with a dot.', 65, 'Namen/ends with a dot-'),
  sample(`Namen/${'x'.repeat(250)}.txt`, 66),
]

test('[J2] [P22] [P55] [P58] [C53] [C55] [C63] 20 files in nested folders reach Dropbox byte-identical, and a second press sends none', async () => {
  const chain = wholeChain()
  await chain.link()
  chain.open()
  await press()
  await screen.findByText(/^Last synchronised/, {}, patient)
  const [input] = screen.getAllByLabelText('Upload files', { selector: 'input' })
  if (input) await userEvent.upload(input, samples.map(chosen))
  await waitFor(() => expect(chain.crm.files.allFiles(keyOf(acme))).toHaveLength(20), patient)
  expect(hashesInCrm(chain, acme)).toEqual(hashesBy('path'))
  await waitFor(async () => expect(await filesBelow(chain, acmeFolder)).toHaveLength(20), patient)

  expect(await hashesInDropbox(chain, acmeFolder)).toEqual(hashesBy('inDropbox'))
  expect(chain.emulator.log.entries({ route: 'files/upload_session/append_v2' })).not.toEqual([])
  await waitFor(async () => expect(await chain.phaseOf(acme)).toBe('settled'), patient)
  await userEvent.click(await screen.findByRole('row', { name: 'Namen' }, patient))
  const odd = await screen.findByRole('row', { name: '10:30 <draft> "x" | y*.txt' })
  expect(await within(odd).findByRole('img', { name: 'Synchronised' }, patient)).toBeInTheDocument()
  expect(screen.queryByText(/needs? attention/)).not.toBeInTheDocument()

  const before = chain.uploadCalls()
  await press()
  await waitFor(async () => expect(await chain.phaseOf(acme)).toBe('settled'), patient)
  expect(chain.uploadCalls()).toBe(before)
  expect(hashesInCrm(chain, acme)).toEqual(hashesBy('path'))
})

test('[J4] [P33] [P35] [P58] [C2] [C54] [C63] the same 20 put into Dropbox come back byte-identical, and none is sent again', async () => {
  const chain = wholeChain()
  await chain.link()
  chain.open(beta)
  await press()
  await screen.findByText(/^Last synchronised/, {}, patient)
  for (const { inDropbox, bytes } of samples) {
    await chain.dropboxOf('sofie').write(`${betaFolder}/${inDropbox}`, bytes)
  }
  await waitFor(() => expect(chain.crm.files.allFiles(keyOf(beta))).toHaveLength(20), patient)
  await waitFor(async () => expect(await chain.phaseOf(beta)).toBe('settled'), patient)
  expect(hashesInCrm(chain, beta)).toEqual(hashesBy('inDropbox'))
  expect(await hashesInDropbox(chain, betaFolder)).toEqual(hashesBy('inDropbox'))
  expect(chain.uploadCalls()).toBe(0)

  const row = await screen.findByRole('row', { name: 'film.mp4' }, patient)
  expect(row).toHaveTextContent('Sofie via Dropbox')
  await userEvent.click(await screen.findByRole('row', { name: 'Namen' }, patient))
  expect(await screen.findByRole('row', { name: '📄 発注書.pdf' })).toBeInTheDocument()

  await press()
  await waitFor(async () => expect(await chain.phaseOf(beta)).toBe('settled'), patient)
  expect(chain.uploadCalls()).toBe(0)
  expect(chain.crm.files.allFiles(keyOf(beta))).toHaveLength(20)
})

const patient = { timeout: 30_000 }
const press = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Synchronise with Dropbox' }, patient))

/** As a browser gives the files of a chosen folder. */
function chosen({ path, bytes }: Sample): File {
  const file = new File([bytes], path.slice(path.lastIndexOf('/') + 1))
  return Object.defineProperty(file, 'webkitRelativePath', { value: path })
}

function hashesBy(side: 'path' | 'inDropbox'): Readonly<Record<string, string>> {
  return Object.fromEntries(samples.map((one) => [one[side], sha256(one.bytes)]))
}

function hashesInCrm({ crm }: WholeChain, record: typeof acme | typeof beta): Readonly<Record<string, string>> {
  const key = keyOf(record)
  return Object.fromEntries(
    crm.files
      .allFiles(key)
      .map(({ id, folder, name }) => [[...folder, name].join('/'), sha256(crm.files.bytesOf(key, id) ?? null)]),
  )
}

async function hashesInDropbox(chain: WholeChain, folder: string): Promise<Readonly<Record<string, string>>> {
  const dropbox: OwnerFiles = chain.dropboxOf('sofie')
  const hashes: Record<string, string> = {}
  for (const path of await filesBelow(chain, folder)) {
    hashes[path.slice(folder.length + 1)] = sha256(await dropbox.read(path))
  }
  return hashes
}

async function filesBelow(chain: WholeChain, folder: string): Promise<readonly string[]> {
  const entries = await chain.dropboxOf('sofie').list(folder, { recursive: true })
  return entries.flatMap(({ kind, path }) => (kind === 'file' ? path : []))
}

function sha256(bytes: Uint8Array | null): string {
  return bytes === null ? 'none' : createHash('sha256').update(bytes).digest('hex')
}

/** Bytes that no two names share. */
function bytesOf(sizeBytes: number, name: string): Uint8Array<ArrayBuffer> {
  let state = createHash('sha256').update(name).digest().readUInt32LE() | 1
  return Uint8Array.from({ length: sizeBytes }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}
