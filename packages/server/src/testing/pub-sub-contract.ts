import { describe, expect, test } from 'vitest'

import type { PubSub } from '../ports/pub-sub.ts'

/** What every {@link PubSub} does. `open` gives those of two processes; they may be one. It is called for each test. */
export function pubSubContract(name: string, open: () => Promise<readonly [PubSub, PubSub]>): void {
  describe(`PubSub: ${name}`, () => {
    test('every process hears a message once, the one that sent it included', async () => {
      const [one, other] = await open()
      const heard: string[] = []
      one.subscribe('event', (message) => heard.push(`one ${message}`))
      other.subscribe('event', (message) => heard.push(`other ${message}`))
      one.publish('event', 'a b')
      await expect.poll(() => heard.toSorted()).toEqual(['one a b', 'other a b'])
    })

    test('nobody hears of another topic, nor after leaving', async () => {
      const [one, other] = await open()
      const heard: string[] = []
      const leave = other.subscribe('pass', (message) => heard.push(message))
      one.publish('work', 'other topic')
      one.publish('pass', 'first')
      await expect.poll(() => heard).toEqual(['first'])
      leave()
      const later: string[] = []
      other.subscribe('pass', (message) => later.push(message))
      one.publish('pass', 'second')
      await expect.poll(() => later).toEqual(['second'])
      expect(heard).toEqual(['first'])
    })

    test('messages arrive in one order everywhere', async () => {
      const [one, other] = await open()
      const heard: readonly [string[], string[]] = [[], []]
      one.subscribe('event', (message) => heard[0].push(message))
      other.subscribe('event', (message) => heard[1].push(message))
      for (let number = 0; number < 200; number += 1) {
        one.publish('event', `one ${number}`)
        if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 3))
        other.publish('event', `other ${number}`)
      }
      await expect.poll(() => heard[1].length).toBeGreaterThanOrEqual(400)
      await expect.poll(() => heard[0].length).toBeGreaterThanOrEqual(400)
      expect(heard[0]).toEqual(heard[1])
      const ofOne = heard[0].filter((message) => message.startsWith('one '))
      expect([...new Set(ofOne)]).toEqual(Array.from({ length: 200 }, (_, number) => `one ${number}`))
    })
  })
}
