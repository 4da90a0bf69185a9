import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import type { Chunk, ChunkResult } from './run-chunk.ts'

/** What a run of the model comes to. */
export interface ModelRun {
  readonly sequences: number
  readonly passes: number
  readonly failures: readonly string[]
}

/** Which sequences to play, on how many threads, and when to stop. */
export interface ModelRequest {
  readonly model: Chunk['model']
  readonly sequences: number
  readonly seed: number
  readonly path?: string | undefined
  readonly threads?: number | undefined
  /** Whether the first failure ends the run. */
  readonly stopAtFailure?: boolean | undefined
  readonly onChunk?: ((done: number) => void) | undefined
}

/** Sequences of one chunk: the fuller the model, the fewer. */
const chunkSizes = { small: 500, full: 50 }

/** A sequence leaves much behind that dies young: the rarer it is swept, the less of it is still in use. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 }

/** Plays sequences on all cores. Chunk after chunk has the next seed, whichever thread plays it. */
export async function runModel(request: ModelRequest): Promise<ModelRun> {
  const { model, sequences, seed, path, threads = availableParallelism(), onChunk } = request
  const size = chunkSizes[model]
  const chunks = Array.from({ length: Math.ceil(sequences / size) }, (_, at): Chunk => ({
    model,
    seed: seed + at,
    sequences: Math.min(size, sequences - at * size),
    path,
  }))
  const run = { sequences: 0, passes: 0, failures: new Array<string>() }
  let next = 0
  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits })
    try {
      for (let chunk = chunks[next++]; chunk; chunk = chunks[next++]) {
        const result = await played(worker, chunk)
        run.sequences += result.sequences
        run.passes += result.passes
        if (result.failure !== null) run.failures.push(result.failure)
        if (result.failure !== null && request.stopAtFailure) next = chunks.length
        onChunk?.(run.sequences)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, chunks.length) }, lane))
  return run
}

async function played(worker: Worker, chunk: Chunk): Promise<ChunkResult> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(chunk)
  const [result]: [ChunkResult] = (await once(worker, 'message')) as [ChunkResult]
  return result
}
