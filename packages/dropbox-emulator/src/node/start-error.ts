/** Why the emulator does not start. */
export type StartErrorCode =
  /** The command line makes no sense. */
  | 'invalid_option'
  /** Something listens there already. */
  | 'port_taken'
  /** This machine has no such address, or it may not be listened on. */
  | 'address_unavailable'
  /** The data folder cannot be made, read or written. */
  | 'data_unusable'
  /** What is in the data folder is not the state of an emulator. */
  | 'data_unreadable'
  /** The data folder was written by another version. */
  | 'data_version'
  /** A webhook address did not answer its challenge. */
  | 'webhook_refused'

/** The emulator could not be started. `code` says why; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
