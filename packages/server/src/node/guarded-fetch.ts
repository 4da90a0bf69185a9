import type { LookupFunction } from 'node:net'

import { Agent, fetch as undiciFetch } from 'undici'

/** What may be called. */
export interface Guard {
  /** @throws TypeError for an address that is not to be called */
  readonly assertAllowed: (url: URL) => void
  readonly lookup: LookupFunction
  readonly isAllowedAddress: (address: string, family: number) => boolean
}

/**
 * A `fetch` that follows no redirect and connects only to addresses that are allowed: the address that was looked at is the one that is
 * connected to, so that a name cannot point elsewhere in between.
 */
export function guardedFetch({ assertAllowed, lookup, isAllowedAddress }: Guard): typeof globalThis.fetch {
  const dispatcher = new Agent({ connect: { lookup: onlyTo(isAllowedAddress, lookup) } })
  // The same standard under other types: the globals of Node are an older release of the same package.
  const send = undiciFetch as unknown as (
    input: string,
    init: RequestInit & { readonly dispatcher: Agent },
  ) => Promise<Response>
  return async (input, init) => {
    if (input instanceof Request) throw new TypeError('Give the address and what is sent, not a Request.')
    const url = new URL(input)
    assertAllowed(url)
    return send(url.href, { ...init, redirect: 'error', dispatcher })
  }
}

/** Refuses a name as a whole when one of its addresses is not allowed: nobody asks for such a mixture in good faith. */
function onlyTo(isAllowed: Guard['isAllowedAddress'], lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const addresses = typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found
      const [first] = addresses
      if (!first || addresses.some(({ address, family }) => !isAllowed(address, family))) {
        return callback(new Error(`${hostname} leads to an address that is not public. It is not called.`), '', 0)
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}
