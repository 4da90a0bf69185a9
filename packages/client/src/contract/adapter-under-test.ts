import type { FileEntry, RecordRef } from '@twinfolder/protocol'
import { onTestFinished } from 'vitest'

import type { SyncAdapter } from '../sync-adapter.ts'
import { type SyncClient, createSyncClient } from '../sync-client.ts'
import { checkedAdapter } from './checked-adapter.ts'

/** A fresh adapter for one test, before the user has linked anything. */
export interface AdapterUnderTest {
  readonly adapter: SyncAdapter
  /** Without files; the user may read and write it, and it has nested folders. */
  readonly record: RecordRef
  /** Another such record. */
  readonly otherRecord: RecordRef
  /** One that the host does not have. */
  readonly unknownRecord: RecordRef
  /** The limit of both records. Choose a small one, such as 200,000. */
  readonly maxFileBytes: number
  /** Allows what the consent page at `authorizeUrl` asks for; answers the address that it goes back to. */
  readonly consent: (authorizeUrl: string) => string | Promise<string>
  /** Reads the addresses of contents. @default fetch */
  readonly fetchContent?: typeof fetch | undefined
  readonly close?: (() => void | Promise<void>) | undefined
}

/** What the tests of the contract work with. */
export interface Opened extends AdapterUnderTest {
  /** Over the adapter, with each answer compared with the protocol. */
  readonly client: SyncClient
  /** Links the user's account. */
  readonly link: () => Promise<void>
  /** Uploads a file into {@link AdapterUnderTest.record}. */
  readonly upload: (name: string, bytes: Uint8Array<ArrayBuffer>, folder?: readonly string[]) => Promise<FileEntry>
  /** Reads what an address of contents leads to. */
  readonly read: (url: string) => Promise<Uint8Array>
}

/** Opens an adapter for the present test and closes it afterwards. */
export async function openAdapter(setup: () => AdapterUnderTest | Promise<AdapterUnderTest>): Promise<Opened> {
  const given = await setup()
  onTestFinished(async () => given.close?.())
  const client = createSyncClient(checkedAdapter(given.adapter))
  const fetchContent = given.fetchContent ?? fetch
  return {
    ...given,
    client,
    async link() {
      const { authorizeUrl } = await client.beginLink({ mode: 'popup' })
      await client.completeLink(await given.consent(authorizeUrl))
    },
    upload: (name, bytes, folder = []) =>
      client.uploadFile({
        record: given.record,
        folder,
        name,
        body: new Blob([bytes]),
        idempotencyKey: crypto.randomUUID(),
      }),
    read: async (url) => new Uint8Array(await (await fetchContent(url)).arrayBuffer()),
  }
}

/** Bytes of which each tells where it is: a lost, doubled or re-encoded one shows. */
export function someBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at + (at >> 8)) % 256)
}
