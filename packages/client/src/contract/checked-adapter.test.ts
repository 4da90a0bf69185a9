import { test } from 'vitest'

import type { SyncAdapter } from '../sync-adapter.ts'
import { memoryAdapter } from '../testing/index.ts'
import { checkedAdapter } from './checked-adapter.ts'

/** An adapter whose answers are changed on their way. */
function altered(alter: (value: object) => void): SyncAdapter {
  const adapter = memoryAdapter()
  return checkedAdapter({
    ...adapter,
    async call(operation, input, options) {
      const result = await adapter.call(operation, input, options)
      const value: unknown = result.ok ? structuredClone(result.value) : null
      if (typeof value === 'object' && value !== null) alter(value)
      return result.ok ? Object.assign(result, { value }) : result
    },
  })
}

test('an answer of the protocol passes', async () => {
  await altered(() => undefined).call('getConnection', {})
})

test.fails('an answer with a field more does not', async () => {
  await altered((value) => Object.assign(value, { more: 1 })).call('getConnection', {})
})

test.fails('an answer with a field less does not', async () => {
  await altered((value) => Reflect.deleteProperty(value, 'appFolder')).call('getConnection', {})
})

test.fails('a hint that the protocol does not know does not', async () => {
  const adapter = memoryAdapter()
  checkedAdapter(adapter).subscribe({ onEvent: () => undefined, onStatus: () => undefined })
  adapter.emit(Object.assign({ type: 'connection' as const }, { more: 1 }))
})
