import { type Sha256, hashStream } from '../../domain/content-hash.ts'
import { Secret } from '../../domain/secret.ts'
import type { Random } from '../../ports/random.ts'
import type { Remote, RemoteProvider } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { base64Url, bytesOfAscii, textOfAscii } from './ascii.ts'
import type { MemoryRemote } from './memory-remote.ts'

/** What a memory provider is made of. */
export interface MemoryRemoteProviderOptions {
  /** The accounts there are. */
  readonly remotes: readonly MemoryRemote[]
  readonly random: Random
  readonly sha256: Sha256
  /** @default 'memory' */
  readonly id?: string | undefined
  /** What webhooks are signed with; without it every webhook is refused. */
  readonly webhookSecret?: Secret | undefined
}

/** A {@link RemoteProvider} in memory, and what its consent page and its webhook do. */
export interface MemoryRemoteProvider extends RemoteProvider {
  /** A user agrees on the page at `authorizeUrl`. Gives the address that the browser is sent back to. */
  consent(authorizeUrl: string, remote: MemoryRemote): Promise<string>
  /** A webhook call about these accounts. */
  webhook(
    accountIds: readonly string[],
  ): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly signature: string }>
}

interface IssuedCode {
  readonly remote: MemoryRemote
  readonly redirectUri: string
  readonly codeChallenge: string
}

/** A storage service over some {@link MemoryRemote}s: one-time codes with PKCE, grants, signed webhooks. */
export function memoryRemoteProvider(options: MemoryRemoteProviderOptions): MemoryRemoteProvider {
  const { random, sha256, webhookSecret } = options
  const codes = new Map<string, IssuedCode>()
  const grants = new Map<string, MemoryRemote>()

  const sign = async (body: Uint8Array, secret: Secret): Promise<string> => {
    const parts = [bytesOfAscii(secret.reveal()), body, bytesOfAscii(secret.reveal())]
    return (await hashStream(inTurn(parts), sha256)).hash
  }

  return {
    id: options.id ?? 'memory',
    authorizeUrl: (request) => `https://memory.invalid/authorize?${queryText(request)}`,
    async consent(authorizeUrl, remote) {
      if (!options.remotes.includes(remote)) throw new TypeError('The provider does not have this account.')
      const asked = queryOf(authorizeUrl)
      const { redirectUri = '', codeChallenge = '', state = '' } = asked
      const code = random.id()
      codes.set(code, { remote, redirectUri, codeChallenge })
      return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${queryText({ code, state })}`
    },
    async exchangeCode({ code, redirectUri, codeVerifier }) {
      const issued = codes.get(code)
      codes.delete(code)
      const challenge = base64Url(new Uint8Array(await sha256(bytesOfAscii(codeVerifier.reveal()))))
      if (issued?.redirectUri !== redirectUri || issued.codeChallenge !== challenge) {
        throw new SyncError('state_invalid', 'The code is unknown, used or for somebody else; start linking again.')
      }
      issued.remote.owner.authorize()
      const refreshToken = new Secret(random.id())
      grants.set(refreshToken.reveal(), issued.remote)
      const { accountId } = await issued.remote.account()
      return { accountId, refreshToken, scopes: ['files'] }
    },
    connect: ({ refreshToken }) => connected(() => grants.get(refreshToken.reveal())),
    async revoke({ refreshToken }) {
      grants.delete(refreshToken.reveal())
    },
    async webhook(accountIds) {
      const body = bytesOfAscii(JSON.stringify({ accounts: accountIds }))
      return { body, signature: webhookSecret === undefined ? '' : await sign(body, webhookSecret) }
    },
    async verifyWebhook(body, signature) {
      if (webhookSecret === undefined || signature !== (await sign(body, webhookSecret))) return null
      return accountsOf(JSON.parse(textOfAscii(body)))
    },
  }
}

/** The account behind a grant, as long as there is the grant. */
function connected(find: () => MemoryRemote | undefined): Remote {
  const remote = (): MemoryRemote => {
    const found = find()
    if (found === undefined) throw new SyncError('link_revoked', 'The authorization is gone; link the account again.')
    return found
  }
  return {
    account: async (options) => remote().account(options),
    changes: async (cursor, options) => remote().changes(cursor, options),
    waitForChange: async (cursor, options) => remote().waitForChange(cursor, options),
    get: async (target, options) => remote().get(target, options),
    download: async (file, options) => remote().download(file, options),
    upload: async (request, options) => remote().upload(request, options),
    deleteFile: async (file, options) => remote().deleteFile(file, options),
    move: async (from, to, options) => remote().move(from, to, options),
    restore: async (file, options) => remote().restore(file, options),
    createFolder: async (path, options) => remote().createFolder(path, options),
  }
}

async function* inTurn(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

function accountsOf(notice: unknown): readonly string[] {
  if (typeof notice !== 'object' || notice === null || !('accounts' in notice)) return []
  return Array.isArray(notice.accounts) ? notice.accounts.filter((id) => typeof id === 'string') : []
}

function queryText(fields: object): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&')
}

function queryOf(url: string): Partial<Record<string, string>> {
  const pairs = url.slice(url.indexOf('?') + 1).split('&')
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]),
  )
}
