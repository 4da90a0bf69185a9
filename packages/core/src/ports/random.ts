/** Chance. */
export interface Random {
  /** A new id with at least 122 random bits, safe in URLs, e.g. a UUID. */
  id(): string
  /** A number from 0 (inclusive) to 1 (exclusive), e.g. for jitter. */
  fraction(): number
}
