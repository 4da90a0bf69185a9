import { toBase64Url, toHex } from './bytes.ts'

/** `id:` and 22 characters, as in `id:a4ayc_80_OEAAAAAAAAAXw`. */
export function newEntryId(): string {
  return `id:${toBase64Url(randomBytes(16))}`
}

/** 29 hex digits. Opaque and not ordered, like Dropbox's. */
export function newRev(): string {
  return `0${toHex(randomBytes(14).buffer)}`
}

/** `dbid:` and 35 characters. */
export function newAccountId(): string {
  return `dbid:AA${toBase64Url(randomBytes(25)).slice(0, 33)}`
}

/** A number in decimal, as used for user ids and namespace ids. */
export function newNumericId(): string {
  const [high = 0, low = 0] = randomBytes(8)
  return String(1_000_000_000 + high * 16_777_216 + low * 65_536 + Math.floor(Math.random() * 65_536))
}

/** A token: `prefix` and enough random characters that nobody guesses it or fits it into a narrow column. */
export function newToken(prefix: string, bytes = 48): string {
  return prefix + toBase64Url(randomBytes(bytes))
}

/** 32 hex digits, as in `X-Dropbox-Request-Id`. */
export function newRequestId(): string {
  return toHex(randomBytes(16).buffer)
}

/** Random bytes are fetched in stock: each answer needs some. */
const stock = new Uint8Array(4096)
let used = stock.length

function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  if (used + count > stock.length) {
    crypto.getRandomValues(stock)
    used = 0
  }
  used += count
  return stock.slice(used - count, used)
}
