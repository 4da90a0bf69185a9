/** An id that nobody else has, e.g. an idempotency key. Works on plain HTTP addresses, too, where `crypto.randomUUID` does not exist. */
export function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
