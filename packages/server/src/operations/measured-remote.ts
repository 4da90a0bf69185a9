import { type ByteStream, type Remote, type RemoteProvider, isSyncError } from '@twinfolder/core'

import type { Metrics } from './metrics.ts'

/** The same provider, whose every call is counted and timed by its method and outcome, and whose transfers by their bytes. */
export function measuredRemote(provider: RemoteProvider, metrics: Metrics): RemoteProvider {
  return measured(provider, metrics, (method, _args, result) =>
    method === 'connect' ? measuredAccount(result as Remote, metrics) : result,
  )
}

function measuredAccount(remote: Remote, metrics: Metrics): Remote {
  return measured(remote, metrics, (method, args, result) => {
    if (method === 'download') return counted(result as ByteStream, metrics)
    const request: unknown = method === 'upload' ? args[0] : null
    if (typeof request === 'object' && request !== null && 'sizeBytes' in request) {
      metrics.transferBytes.inc({ direction: 'up' }, Number(request.sizeBytes))
    }
    return result
  })
}

/** An object whose methods are measured. What is no promise took no call. */
function measured<Target extends object>(
  target: Target,
  { remoteCalls }: Metrics,
  onResult: (method: string, args: readonly unknown[], result: unknown) => unknown,
): Target {
  return new Proxy(target, {
    get(of, name, receiver) {
      const member: unknown = Reflect.get(of, name, receiver)
      if (typeof member !== 'function' || typeof name !== 'string') return member
      return (...args: readonly unknown[]): unknown => {
        const began = performance.now()
        const told = (outcome: string): void =>
          remoteCalls.observe({ method: name, outcome }, (performance.now() - began) / 1000)
        const result: unknown = Reflect.apply(member, of, args)
        if (!(result instanceof Promise)) return onResult(name, args, result)
        return result.then(
          (value: unknown) => {
            told('done')
            return onResult(name, args, value)
          },
          (error: unknown) => {
            told(isSyncError(error) ? error.code : 'unexpected')
            throw error
          },
        )
      }
    },
  })
}

async function* counted(stream: ByteStream, { transferBytes }: Metrics): ByteStream & AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    transferBytes.inc({ direction: 'down' }, chunk.byteLength)
    yield chunk
  }
}
