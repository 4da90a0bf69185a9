import type { Bytes } from './bytes.ts'
import { faultResponse, lostReplyResponse } from './fault-response.ts'
import type { Fault } from './faults.ts'

/**
 * Answers a request that runs into faults.
 *
 * @param answer what is answered without them; takes the number of changes that are not seen yet
 * @returns a response of type `error` where the connection ends without one
 */
export async function answerWithFaults(
  faults: readonly Fault[],
  answer: (unseenChanges: number) => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  let unseenChanges = 0
  for (const fault of faults) {
    if (fault.type === 'delay') await wait(fault.ms, signal)
    if (fault.type === 'staleListing') unseenChanges = Math.max(unseenChanges, fault.changes)
  }
  for (const fault of faults) {
    if (fault.type === 'status') return faultResponse(fault)
    if (fault.type === 'closedConnection' && fault.when !== 'after') return Response.error()
  }
  const response = await answer(unseenChanges)
  for (const fault of faults) {
    if (fault.type === 'lostReply') return lostReplyResponse()
    if (fault.type === 'closedConnection') return Response.error()
    if (fault.type === 'cutBody') return cut(response, fault.afterBytes)
  }
  return response
}

/** The same answer, whose body breaks off after so many bytes. The length it announces stays. */
function cut(response: Response, afterBytes: number): Response {
  const reader = response.body?.getReader()
  let left = afterBytes
  const body = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const chunk = left > 0 ? await reader?.read() : undefined
        if (chunk?.value) {
          controller.enqueue(chunk.value.subarray(0, left))
          left -= Math.min(left, chunk.value.byteLength)
          return
        }
        controller.error(new TypeError('The connection was closed: a fault of the emulator cut the body.'))
        await reader?.cancel()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal.addEventListener('abort', abort, { once: true })
  })
}
