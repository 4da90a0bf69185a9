import type { OperationId } from '@twinfolder/protocol'
import { routes } from '@twinfolder/protocol/schema'
import { expect } from 'vitest'

import type { AdapterResult, SyncAdapter } from '../sync-adapter.ts'

/** The adapter, with each answer and each hint compared with the schemas of the protocol: nothing less, nothing more. */
export function checkedAdapter(adapter: SyncAdapter): SyncAdapter {
  return {
    call: async (operation, input, options) => checked(operation, await adapter.call(operation, input, options)),
    upload: async (upload, options) => checked('uploadFile', await adapter.upload(upload, options)),
    contentUrl: async (file, options) => checked('getContentUrl', await adapter.contentUrl(file, options)),
    subscribe: (listener) =>
      adapter.subscribe({
        onStatus: (status) => listener.onStatus(status),
        onEvent(event) {
          expect.soft(eventSchema.safeParse(event).data, 'hint').toEqual(event)
          listener.onEvent(event)
        },
      }),
  }
}

const eventSchema = routes.streamEvents.responses[200].content['text/event-stream'].schema
const allRoutes = Object.values(routes)

// Soft, as an adapter may catch what its listener throws.
function checked<Value>(operation: OperationId, result: AdapterResult<Value>): AdapterResult<Value> {
  if (result.ok) expect.soft(answerSchema(operation).safeParse(result.value).data, operation).toEqual(result.value)
  return result
}

function answerSchema(operation: OperationId) {
  const answers = Object.values(allRoutes.find((route) => route.operationId === operation)?.responses ?? {})
  for (const answer of answers) {
    if ('application/json' in answer.content) return answer.content['application/json'].schema
  }
  throw new TypeError(`${operation} has no JSON answer.`)
}
