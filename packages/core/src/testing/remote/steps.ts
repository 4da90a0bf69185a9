import { expect } from 'vitest'

import { type RemotePath, remotePath } from '../../domain/remote-path.ts'
import type { CallOptions, Remote, RemoteEntry, RemoteFile, UploadPrecondition } from '../../ports/remote.ts'
import { bytes, streamOf } from '../bytes.ts'
import { fresh } from '../shared-setup.ts'
import { hashOf } from '../web-sha256.ts'
import type { RemoteContractSetup, RemoteFaults } from './remote-contract.ts'

/** Where nothing may be yet. */
export const add: UploadPrecondition = { type: 'add' }

/** A path in a folder that no other test uses: `freshFolder()('a.txt')`. */
export function freshFolder(): (name: string) => RemotePath {
  const folder = fresh('contract')
  return (name) => remotePath(`/${folder}/${name}`)
}

/** Uploads a text or bytes as they are announced. */
export async function upload(
  remote: Remote,
  path: RemotePath,
  contents: string | Uint8Array,
  precondition: UploadPrecondition = add,
  options?: CallOptions,
): Promise<RemoteFile> {
  const body = typeof contents === 'string' ? bytes(contents) : contents
  const contentHash = await hashOf(body)
  const open = () => streamOf(body)
  return remote.upload({ path, open, sizeBytes: body.byteLength, contentHash, precondition }, options)
}

/** Only over this revision. */
export function over(file: RemoteFile): UploadPrecondition {
  return { type: 'update', revision: file.revision }
}

/** The file at a path; fails the test when there is none. */
export async function fileAt(remote: Remote, path: RemotePath): Promise<RemoteFile> {
  return asFile(await remote.get(path))
}

/** The entry as a file; fails the test when it is none. */
export function asFile(entry: RemoteEntry | null): RemoteFile {
  if (entry?.kind !== 'file') return expect.fail(`expected a file, got ${entry?.kind ?? 'nothing'}`)
  return entry
}

/** How to bring about a declared fault; fails the test when the setup does not give it. */
export function faultOf<Name extends keyof RemoteFaults>(
  { faults }: RemoteContractSetup,
  name: Name,
): NonNullable<RemoteFaults[Name]> {
  return faults?.[name] ?? expect.fail(`the setup gives no ${name}`)
}
