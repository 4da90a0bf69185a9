import { inPageAdapter, type SyncAdapter } from '@twinfolder/client'
import { type Module, type RecordRef, Secret } from '@twinfolder/core'
import { memoryHostFiles, memoryHostRecords } from '@twinfolder/core/memory'
import { dropbox } from '@twinfolder/dropbox'
import { consentDialog, createDropboxEmulator, type DropboxEmulator, emulatorFetch } from '@twinfolder/dropbox-emulator'
import { createServer } from '@twinfolder/server'

/** The whole chain in this page: server, engine, the official SDK and the emulator. Nothing leaves the page. */
export interface InPage {
  readonly adapter: SyncAdapter
  readonly emulator: DropboxEmulator
  /** Opens the emulator's consent page as a dialog. */
  readonly authorize: (url: string) => Promise<string>
  /** Links the story's account without asking. */
  link(): Promise<void>
  close(): Promise<void>
}

/** A file that a record has from the start. */
export interface InPageFile {
  readonly folder?: readonly string[]
  readonly name: string
  readonly text: string
}

const tenantId = 'story'
const userId = 'sofie'
/** The account in the stories' Dropbox. */
export const email = 'sofie@example.com'

/** Builds the chain with these records, each with these files. */
export async function createInPage({
  records,
  files,
}: {
  readonly records: readonly (RecordRef & { readonly name: string })[]
  readonly files: readonly InPageFile[]
}): Promise<InPage> {
  const clock = { now: () => Date.now() }
  const random = { id: () => crypto.randomUUID(), fraction: () => Math.random() }
  const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes)
  const emulator = createDropboxEmulator({
    accounts: [{ email, plan: 'plus', displayName: 'Sofie Janssens' }],
    apps: [{ key: 'story', secret: 'story-secret', name: 'Demo CRM', folderName: 'Demo CRM' }],
  })
  const hostFiles = memoryHostFiles({ clock, random, sha256 })
  for (const record of records) {
    for (const { folder = [], name, text } of files) {
      await hostFiles.put(
        { tenantId, module: record.module, id: record.id },
        { folder, name },
        new TextEncoder().encode(text),
        { userId: 'marie', name: 'Marie', via: 'host' },
      )
    }
  }
  const server = createServer({
    remote: dropbox({ appKey: 'story', fetch: emulatorFetch(emulator) }),
    records: memoryHostRecords({
      records: records.map(({ module, id, name }) => [
        { tenantId, module, id },
        { name, number: id, singular: singular(module) },
      ]),
    }),
    files: hostFiles,
    authenticate: () => ({
      tenantId,
      userId,
      firstName: 'Sofie',
      locale: document.documentElement.lang,
      timeZone: 'Europe/Berlin',
      isAdmin: false,
      sessionId: 'story',
    }),
    key: new Secret('a key for stories only, of 32 bytes!'),
    demo: true,
    publicUrl: `${location.origin}/twinfolder`,
    appFolderLabel: 'Apps/Demo CRM',
    openRecordPollMs: 1000,
  })
  const stopping = new AbortController()
  const working = server.work({ signal: stopping.signal })
  const adapter = inPageAdapter(server.handle)
  return {
    adapter,
    emulator,
    authorize: (url) => consentDialog(emulator, url),
    async link() {
      const begun = await adapter.call('beginLink', {
        body: { mode: 'popup', returnTo: '/', useAnotherAccount: false },
      })
      if (!begun.ok) throw new Error(begun.error.code)
      const callbackUrl = await emulator.authorize(begun.value.authorizeUrl, { account: email, decision: 'allow' })
      const linked = await adapter.call('completeLink', { body: { callbackUrl } })
      if (!linked.ok) throw new Error(linked.error.code)
    },
    async close() {
      stopping.abort()
      await working
      await server.close()
      emulator.close()
    },
  }
}

function singular(module: Module): string {
  return { contacts: 'Contact', companies: 'Company', projects: 'Project', meetings: 'Meeting', products: 'Product' }[
    module
  ]
}
