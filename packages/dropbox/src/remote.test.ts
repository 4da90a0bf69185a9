import type { Remote } from '@twinfolder/core'
import { type RemoteContractSetup, remoteContract } from '@twinfolder/core/testing'

import { type LinkedEmulator, type Reach, appKey, link, linkedEmulator } from './testing/linked-emulator.ts'

for (const reach of ['in process', 'over HTTP'] satisfies Reach[]) {
  const setup = async (): Promise<RemoteContractSetup> => {
    const damage = damageableFetch()
    const linked = await linkedEmulator(reach, { wrapFetch: damage.wrap })
    const { account, inAccount, remote } = linked
    return {
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
  // The emulator has no Paper documents.
  remoteContract(`Dropbox, against the emulator ${reach}`, setup, { putDocument: false })
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
