import { expect } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor, CreateHostFile, HostContents, HostFile, HostFiles } from '../../ports/host-files.ts'
import { bytes, collect, streamOf } from '../bytes.ts'
import { fresh } from '../shared-setup.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'

/** Who writes in the tests. */
export const ada: Actor = { userId: 'user-ada', name: 'Ada Lovelace', via: 'host' }

/** Somebody else. */
export const grace: Actor = { userId: 'user-grace', name: 'Grace Hopper', via: 'remote' }

/** A new file at the root of a record, by {@link ada}. */
export function named(name: string, rest: Partial<CreateHostFile> = {}): CreateHostFile {
  return { folder: [], name, actor: ada, idempotencyKey: fresh('key'), ...rest }
}

/** Contents with their size and hash. */
export async function contents(text: string | Uint8Array): Promise<HostContents> {
  const body = typeof text === 'string' ? bytes(text) : text
  return { open: () => streamOf(body), sizeBytes: body.byteLength, contentHash: await hashOf(body) }
}

/** Creates a file and gives it: as the reply tells, or as the listing shows where the host tells nothing. */
export async function created(
  files: HostFiles,
  record: RecordKey,
  request: CreateHostFile,
  body: HostContents,
): Promise<HostFile> {
  const before = new Set((await allFiles(files, record)).map(({ id }) => id))
  const reply = await files.create(record, request, body)
  if (reply) return reply
  const found = (await allFiles(files, record)).find(({ id }) => !before.has(id))
  return found ?? expect.fail('a file that was created is listed')
}

/** A file with some contents, through the host's users where the module has no upload. */
export async function someFile(
  { files, put }: HostFilesContractSetup,
  record: RecordKey,
  name: string,
  text = name,
): Promise<HostFile> {
  if (files.capabilities(record.module).upload) return created(files, record, named(name), await contents(text))
  if (put === undefined) throw new TypeError('A module without upload needs `put` in the setup.')
  return put(record, name, bytes(text))
}

/** The present contents of a file. */
export async function bytesOf(files: HostFiles, file: HostFile): Promise<Uint8Array> {
  return collect(await files.read(file))
}

/** The file as it is now. */
export async function current(files: HostFiles, { record, id }: HostFile): Promise<HostFile | null> {
  return (await files.get(record, [id]))[0] ?? null
}

/** All files of a record, page by page. */
export async function allFiles(files: HostFiles, record: RecordKey, limit = 100): Promise<readonly HostFile[]> {
  const all: HostFile[] = []
  let after: string | null = null
  do {
    const page = await files.list(record, { after, limit })
    all.push(...page.files)
    after = page.next
  } while (after !== null)
  return all
}

/** A file as the target of a conditional write. */
export function expecting(file: HostFile): { record: RecordKey; id: string; expectedVersion: string } {
  return { record: file.record, id: file.id, expectedVersion: file.version }
}
