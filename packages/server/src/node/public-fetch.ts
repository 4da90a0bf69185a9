import { lookup as systemLookup } from 'node:dns'
import { BlockList, type LookupFunction } from 'node:net'

import { Agent, fetch as undiciFetch } from 'undici'

/** Whom a server may call. */
export interface PublicFetchOptions {
  /** Names of hosts, e.g. `dropboxHosts` of `@twinfolder/dropbox`. */
  readonly hosts: readonly string[]
  /** How names become addresses; tests replace it. @default the system's resolver */
  readonly lookup?: LookupFunction | undefined
}

/**
 * A `fetch` that reaches the named hosts alone, over https, follows no redirect, and connects to no address that is not public: the
 * address that was looked at is the one that is connected to, so that a name cannot point elsewhere in between (X48).
 *
 * @example dropbox({ appKey, fetch: publicFetch({ hosts: dropboxHosts }) })
 */
export function publicFetch({ hosts, lookup = systemLookup }: PublicFetchOptions): typeof globalThis.fetch {
  const dispatcher = new Agent({ connect: { lookup: publicOnly(lookup) } })
  // The same standard under other types: the globals of Node are an older release of the same package.
  const send = undiciFetch as unknown as (
    input: string,
    init: RequestInit & { readonly dispatcher: Agent },
  ) => Promise<Response>
  return async (input, init) => {
    if (input instanceof Request) throw new TypeError('Give the address and what is sent, not a Request.')
    const url = new URL(input)
    if (url.protocol !== 'https:' || url.port !== '' || !hosts.includes(url.hostname)) {
      throw new TypeError(`Only ${hosts.join(', ')} may be called, over https, not ${url.protocol}//${url.host}.`)
    }
    return send(url.href, { ...init, redirect: 'error', dispatcher })
  }
}

/** Refuses a name as a whole when one of its addresses is not public: nobody asks for such a mixture in good faith. */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const addresses = typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found
      const [first] = addresses
      if (!first || addresses.some(({ address, family }) => !isPublic(address, family))) {
        return callback(new Error(`${hostname} leads to an address that is not public. It is not called.`), '', 0)
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

function isPublic(address: string, family: number): boolean {
  return !notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Loopback, private, link-local, shared, documentation, multicast and reserved networks, and IPv4 that is written as IPv6. */
const notPublic = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6')
}
