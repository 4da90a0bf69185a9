/**
 * A text that must not be printed: a token, a key, a verifier. It shows as `[secret]` in logs, JSON and inspectors;
 * {@link Secret.reveal} is the one way to its value, so every use can be found.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value. Call it only where the value leaves for the service that it belongs to. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
