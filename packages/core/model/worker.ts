import { parentPort } from 'node:worker_threads'

import { type Chunk, runChunk } from './run-chunk.ts'

// A stack costs more than the call that failed on purpose.
Error.stackTraceLimit = 3

parentPort?.on('message', (chunk: Chunk) => {
  void runChunk(chunk).then((result) => parentPort?.postMessage(result))
})
