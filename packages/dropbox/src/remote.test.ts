import type { Remote } from '@twinfolder/core'
import { type RemoteContractSetup, remoteContract } from '@twinfolder/core/testing'

import { type LinkedEmulator, type Reach, appKey, link, linkedEmulator } from './testing/linked-emulator.ts'

for (const reach of ['in process', 'over HTTP'] satisfies Reach[]) {
  const setup = async (maxAttempts?: number): Promise<RemoteContractSetup & { readonly linked: LinkedEmulator }> => {
    const damage = damageableFetch()
    const linked = await linkedEmulator(reach, { wrapFetch: damage.wrap, maxAttempts })
    const { account, inAccount, remote } = linked
    return {
      linked,
      remote,
      owner: {
        put: (path, contents) => account.files.write(inAccount(path), contents),
        delete: (path) => account.files.delete(inAccount(path)),
        move: (from, to) => account.files.move(inAccount(from), inAccount(to)),
        mkdir: (path) => account.files.createFolder(inAccount(path)),
        bytesOf: (path) => account.files.read(inAccount(path)).catch(() => null),
      },
      faults: {
        loseCursors: () => account.expireCursors(),
        damageNextDownload: damage.arm,
        revokedRemote: () => revokedRemote(linked),
        fullRemote: () => fullRemote(linked),
        readOnlyRemote: () => readOnlyRemote(linked),
      },
      close: linked.close,
    }
  }
  // Special entries of the emulator belong to its owner's side, not to the contract's.
  remoteContract(`Dropbox, against the emulator ${reach}`, () => setup(), { putDocument: false })

  const troubled = async (): Promise<RemoteContractSetup> => {
    const made = await setup(10)
    trouble(made.linked)
    return made
  }
  remoteContract(`Dropbox in trouble, against the emulator ${reach}`, troubled, { putDocument: false })
}

const writes = [
  'files/upload',
  'files/upload_session/start',
  'files/upload_session/start_batch',
  'files/upload_session/append_batch',
  'files/upload_session/append_v2',
  'files/upload_session/finish',
  'files/upload_session/finish_batch_v2',
  'files/create_folder_v2',
  'files/create_folder_batch',
  'files/move_v2',
]

/**
 * One call in ten for the account is refused for being too much, and one write in ten loses its reply or its connection. A deletion by
 * itself is spared that: after it nobody can tell whether the file was there before, and the contract asks. So is the page of consent,
 * which a person would load again.
 */
function trouble({ account: { email }, emulator: { faults } }: LinkedEmulator): void {
  faults.add({ type: 'status', status: 429, probability: 0.1, seed: 3, account: email })
  faults.add({ type: 'status', status: 503, probability: 0.1, seed: 4, route: 'files/get_metadata' })
  writes.forEach((route, at) => {
    faults.add({ type: 'lostReply', probability: 0.1, seed: 10 + at, route })
    faults.add({ type: 'closedConnection', when: 'before', probability: 0.05, seed: 50 + at, route })
  })
}

async function revokedRemote(linked: LinkedEmulator): Promise<Remote> {
  const { account, remote } = await otherAccount(linked, 'revoked@example.com')
  account.revokeApp(appKey)
  return remote
}

async function fullRemote(linked: LinkedEmulator): Promise<Remote> {
  const { account, remote } = await otherAccount(linked, 'full@example.com')
  account.setQuota(0)
  return remote
}

/** A folder that became read-only, in the two shapes of the wire: flat for uploads, nested for folders. */
async function readOnlyRemote(linked: LinkedEmulator): Promise<Remote> {
  const { account, remote } = await otherAccount(linked, 'reader@example.com')
  const forbid = (route: string, error: object): void => {
    const body = { error_summary: 'path/no_write_permission/', error: { '.tag': 'path', ...error } }
    linked.emulator.faults.add({ type: 'status', status: 409, route, account: account.email, body })
  }
  forbid('files/upload', { reason: { '.tag': 'no_write_permission' } })
  forbid('files/create_folder_v2', { path: { '.tag': 'no_write_permission' } })
  return remote
}

async function otherAccount({ emulator, provider }: LinkedEmulator, email: string) {
  const account = emulator.accounts.create({ email })
  return { account, remote: provider.connect(await link(provider, emulator, email)) }
}

/** A `fetch` whose next download brings one wrong byte, on request. */
function damageableFetch() {
  let armed = false
  const wrap =
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    async (input, init) => {
      const response = await fetch(input, init)
      const isDownload = new Request(input).url.endsWith('/2/files/download')
      if (!armed || !isDownload || !response.ok) return response
      armed = false
      const bytes = new Uint8Array(await response.arrayBuffer())
      bytes.set([(bytes[0] ?? 0) ^ 1])
      return new Response(bytes, response)
    }
  return { wrap, arm: () => void (armed = true) }
}
