/** Contents on the move, chunk by chunk. `ReadableStream` and Node's streams satisfy it. */
export type ByteStream = AsyncIterable<Uint8Array>

/** Opens the same contents from their start; called again for each attempt. */
export type OpenBytes = () => ByteStream | Promise<ByteStream>
