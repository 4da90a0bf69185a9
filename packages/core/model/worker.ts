import { parentPort } from 'node:worker_threads'

import { type Chunk, runChunk } from './run-chunk.ts'

// A stack costs more than the call that fails on purpose; a violation says what it is without one.
Error.stackTraceLimit = 0

parentPort?.on('message', (chunk: Chunk) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread has no origin
  void runChunk(chunk).then((result) => parentPort?.postMessage(result))
})
