import type { ServerEvent } from '@twinfolder/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { heldBytes } from '../testing/held-bytes.ts'
import { openEventStream } from './event-stream.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const record = (id: string): ServerEvent => ({ type: 'record', record: { module: 'companies', id } })

/** A stream of which the test reads as much as it likes. */
function opened(options: Partial<Parameters<typeof openEventStream>[0]> = {}) {
  let isEnded = false
  const stream = openEventStream({
    mayHear: async () => true,
    isStillValid: async () => true,
    ...options,
    onEnd: () => {
      isEnded = true
    },
  })
  const reader = stream.body.getReader()
  const read = async (): Promise<string | null> => {
    const reading = reader.read()
    await vi.advanceTimersByTimeAsync(60)
    const { done, value } = await reading
    return done ? null : new TextDecoder().decode(value)
  }
  const push = (id: string, event: ServerEvent): void => stream.push(id, event)
  return { push, reader, read, isEnded: () => isEnded }
}

test('a quiet stream says every fifteen seconds that it is there', async () => {
  const { reader, read } = opened()
  expect(await read()).toBe(': hello\n\n')
  for (let beat = 0; beat < 3; beat += 1) {
    const reading = reader.read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(new TextDecoder().decode((await reading).value)).toBe(': still here\n\n')
  }
})

test('of what waits about one thing only the latest is sent, with the id of the latest of all at the end', async () => {
  const { push, read } = opened()
  await read()
  push('a-1', record('1'))
  push('a-2', record('2'))
  push('a-3', record('1'))
  const text = (await read()) ?? ''
  expect(text.match(/^id: .*$/gm)).toEqual(['id: a-2', 'id: a-3'])
})

test('[X37] a browser that does not read costs little memory, is told to ask for all, and is given up after half a minute', async () => {
  const { push, read, isEnded } = opened()
  await read()
  const before = heldBytes()
  for (let count = 0; count < 200_000; count += 1) push(`a-${count}`, record(`${count}-${'x'.repeat(100)}`))
  // Two hundred thousand events of 150 bytes are 30 MB.
  expect(heldBytes() - before).toBeLessThan(3_000_000)
  await vi.advanceTimersByTimeAsync(29_000)
  expect(isEnded()).toBe(false)
  await vi.advanceTimersByTimeAsync(1100)
  expect(isEnded()).toBe(true)
  push('a-x', record('1'))
})

test('a browser that was behind and reads on hears that it has to ask for all, and stays', async () => {
  const { push, read, reader, isEnded } = opened()
  await read()
  // The first piece is being made while nobody asks for it.
  for (let count = 0; count < 2000; count += 1) push(`a-${count}`, record(`${count}-${'x'.repeat(100)}`))
  push('b-1', record('1'))
  const texts = (await read()) ?? ''
  void reader.read()
  expect(texts).toContain('"type":"resync"')
  expect(texts).toContain('id: b-1')
  await vi.advanceTimersByTimeAsync(40_000)
  expect(isEnded()).toBe(false)
})

test('[X29] a session that is over ends its stream within five minutes, also when the host cannot say', async () => {
  for (const isStillValid of [async () => false, () => Promise.reject(new Error('the CRM is down'))]) {
    const { reader, read, isEnded } = opened({ isStillValid })
    await read()
    let [seconds, isDone] = [0, false]
    while (!isDone && seconds < 600) {
      const reading = reader.read()
      await vi.advanceTimersByTimeAsync(15_000)
      seconds += 15
      isDone = (await reading).done
    }
    expect([isDone, isEnded()]).toEqual([true, true])
    expect(seconds).toBeLessThanOrEqual(300)
  }
})

test('an event that may not be heard is not sent, and holds no other up', async () => {
  const { push, read } = opened({
    mayHear: async (event) => event.type === 'record' && event.record.id !== '1',
  })
  await read()
  push('a-1', record('1'))
  push('a-2', record('2'))
  expect(await read()).toContain('id: a-2')
})
