import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

import { guardedFetch } from './guarded-fetch.ts'
import { isPublicAddress } from './public-address.ts'

/** Whom a server may call. */
export interface PublicFetchOptions {
  /** Names of hosts, e.g. `dropboxHosts` of `@twinfolder/dropbox`. */
  readonly hosts: readonly string[]
  /** How names become addresses; tests replace it. @default the system's resolver */
  readonly lookup?: LookupFunction | undefined
}

/**
 * A `fetch` that reaches the named hosts alone, over https, follows no redirect, and connects to no address that is not public (X48).
 *
 * @example dropbox({ appKey, fetch: publicFetch({ hosts: dropboxHosts }) })
 */
export function publicFetch({ hosts, lookup = systemLookup }: PublicFetchOptions): typeof globalThis.fetch {
  return guardedFetch({
    lookup,
    isAllowedAddress: isPublicAddress,
    assertAllowed({ protocol, host, hostname, port }) {
      if (protocol === 'https:' && port === '' && hosts.includes(hostname)) return
      throw new TypeError(`Only ${hosts.join(', ')} may be called, over https, not ${protocol}//${host}.`)
    },
  })
}
