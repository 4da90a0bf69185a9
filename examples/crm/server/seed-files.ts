import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { HostFiles, Module, RecordKey } from '@twinfolder/core'
import { DEFAULT_MAX_FILE_BYTES } from '@twinfolder/core'

import { tenantId } from './people.ts'
import { records } from './records.ts'

const documents = join(import.meta.dirname, '..', 'seed', 'documents')

interface Seed {
  readonly record: readonly [Module, string]
  readonly folder?: readonly string[]
  readonly name: string
  readonly document: string
}

const seeds: readonly Seed[] = [
  {
    record: ['companies', '1001'],
    folder: ['Contracts'],
    name: 'Framework agreement.pdf',
    document: 'framework-agreement.pdf',
  },
  { record: ['companies', '1001'], folder: ['Offers'], name: 'Offer 2026.docx', document: 'offer-2026.docx' },
  { record: ['companies', '1001'], folder: ['Offers'], name: 'Price list.xlsx', document: 'price-list.xlsx' },
  { record: ['companies', '1002'], name: 'Übersicht Größen.pdf', document: 'uebersicht-groessen.pdf' },
  { record: ['companies', '1002'], name: 'Showroom.jpg', document: 'showroom.jpg' },
  { record: ['companies', '1002'], name: 'Drawings.zip', document: 'drawings.zip' },
  { record: ['companies', '1002'], name: 'empty.txt', document: 'empty.txt' },
  { record: ['projects', '3001'], folder: ['Plans'], name: 'Site plan.png', document: 'site-plan.png' },
  { record: ['projects', '3001'], name: 'Building permit.pdf', document: 'building-permit.pdf' },
  { record: ['meetings', '4001'], name: 'Notes.txt', document: 'notes.txt' },
  { record: ['products', '5001'], name: 'Showroom.jpg', document: 'showroom.jpg' },
  { record: ['contacts', '2001'], name: 'Notes.txt', document: 'notes.txt' },
]

/** Puts the example's documents on its records, and one file of exactly 50 MB that git need not keep. Runs once. */
export async function seedFiles(files: HostFiles): Promise<void> {
  for (const { record, folder = [], name, document } of seeds) {
    await put(files, key(...record), folder, name, readFileSync(join(documents, document)))
  }
  const belgian = records.filter((record) => record.country === 'Belgium')
  for (const record of belgian) {
    const confirmation = readFileSync(join(documents, 'order-confirmation.pdf'))
    await put(files, key(record.module, record.id), ['Orders'], 'Order confirmation.pdf', confirmation)
  }
  await put(files, key('companies', '1002'), ['Media'], 'Exactly 50 MB.bin', new Uint8Array(DEFAULT_MAX_FILE_BYTES))
}

function key(module: Module, id: string): RecordKey {
  return { tenantId, module, id }
}

async function put(files: HostFiles, record: RecordKey, folder: readonly string[], name: string, bytes: Uint8Array) {
  const idempotencyKey = `seed:${record.module}:${record.id}:${folder.join('/')}:${name}`
  await files.create(
    record,
    { folder, name, idempotencyKey, actor: { userId: null, name: 'Demo CRM', via: 'host' } },
    { open: () => slices(bytes), sizeBytes: bytes.byteLength, contentHash: null },
  )
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const STEP = 1024 * 1024
  for (let at = 0; at < bytes.byteLength; at += STEP) yield bytes.subarray(at, at + STEP)
}
