import type {
  ContentUrl,
  FileEntry,
  JsonOperationId,
  OperationInput,
  OperationOutput,
  RecordRef,
  ServerEvent,
} from '@twinfolder/protocol'

import type { ApiError } from './api-error.ts'

/** What an adapter answers: a value or an error, never an exception. */
export type AdapterResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError }

/**
 * The reason of an abort that is no cancelling: `controller.abort(UPLOAD_PAUSED)` stops sending and keeps what arrived, for an upload
 * that goes on later with its key.
 */
export const UPLOAD_PAUSED = 'paused'

/** How a call is made. */
export interface AdapterCallOptions {
  readonly signal?: AbortSignal | undefined
  /** The same call with the same key is carried out once, and gives the same answer again: for a call whose answer was lost. */
  readonly idempotencyKey?: string | undefined
}

/** One file to upload. */
export interface AdapterUpload {
  readonly record: RecordRef
  readonly folder: readonly string[]
  readonly name: string
  readonly body: Blob
  /** The same key gives the same file, however often it is sent. */
  readonly idempotencyKey: string
}

/** A file of a record by its ids. */
export interface FileRef {
  readonly record: RecordRef
  readonly fileId: string
}

/** Whether hints arrive live. While `down`, the widget asks again from time to time instead. */
export type LiveStatus = 'connecting' | 'live' | 'down'

/** Receives hints. */
export interface EventListener {
  readonly onEvent: (event: ServerEvent) => void
  readonly onStatus: (status: LiveStatus) => void
}

/**
 * What the typed client talks to: a Twinfolder server over HTTP ({@link httpAdapter}), one in the page
 * ({@link inPageAdapter}), a script of states (`memoryAdapter` of `@twinfolder/client/testing`), or anything that a host
 * writes. `syncAdapterContract` of `@twinfolder/client/contract` proves one.
 */
export interface SyncAdapter {
  /** Where it leads, e.g. the address of the server: what a browser keeps of unfinished uploads is kept for each. */
  readonly address?: string | undefined
  /** One operation of the protocol. */
  call<Op extends JsonOperationId>(
    operation: Op,
    input: OperationInput<Op>,
    options?: AdapterCallOptions,
  ): Promise<AdapterResult<OperationOutput<Op>>>
  /**
   * Sends one file. `onProgress` gets the bytes sent so far; of a file that goes in parts, those that have arrived. An upload that broke
   * off goes on where it was when it is sent again with its key. An abort cancels it, what arrived included, unless its reason is
   * {@link UPLOAD_PAUSED}. Without a network it ends with `network`.
   */
  upload(
    upload: AdapterUpload,
    options?: AdapterCallOptions & { readonly onProgress?: ((sentBytes: number) => void) | undefined },
  ): Promise<AdapterResult<FileEntry>>
  /** An address for the contents of a file, as it is now or was at a version: signed over HTTP, a blob address in a page. */
  contentUrl(
    file: FileRef,
    options: AdapterCallOptions & { readonly inline: boolean; readonly version?: string | undefined },
  ): Promise<AdapterResult<ContentUrl>>
  /** Listens for hints until the returned function is called. Reconnects by itself. */
  subscribe(listener: EventListener): () => void
}
