import { describe, expect, test } from 'vitest'

import { bytes, collect } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, bytesOf, contents, expecting, someFile } from './steps.ts'

/** Contents. */
export function hostReadTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  describe('read', () => {
    test('gives the bytes of a file', async () => {
      const { files, newRecord } = given()
      const file = await someFile(given(), await newRecord(), 'a.txt', 'contents')
      expect(file.sizeBytes).toBe(8)
      expect(await bytesOf(files, file)).toEqual(bytes('contents'))
    })

    test('gives a range, its end excluded', async () => {
      const { files, newRecord } = given()
      const file = await someFile(given(), await newRecord(), 'a.txt', '0123456789')
      const range = async (start: number, end: number) => collect(await files.read(file, { range: { start, end } }))
      expect(await range(2, 5)).toEqual(bytes('234'))
      expect(await range(0, 10)).toEqual(bytes('0123456789'))
      expect(await range(9, 10)).toEqual(bytes('9'))
    })

    test('of what is gone fails with not_found', async () => {
      const { files, newRecord } = given()
      const file = await someFile(given(), await newRecord(), 'a.txt')
      await files.remove(expecting(file), ada)
      expect(await failureOf(bytesOf(files, file))).toBe('not_found')
    })

    if (has.replace && has.conditional)
      test('of an older version never gives the newer bytes, where the host honours versions', async () => {
        const { files, newRecord } = given()
        const old = await someFile(given(), await newRecord(), 'a.txt', 'old')
        await files.replace?.(expecting(old), await contents('new'), { actor: ada, idempotencyKey: `key-${old.id}` })
        const read = bytesOf(files, old)
        const failure = await failureOf(read)
        if (failure === null) expect(await read).toEqual(bytes('old'))
        else expect(failure).toBe('precondition_failed')
      })

    test('that nobody waits for any more fails with cancelled', async () => {
      const { files, newRecord } = given()
      const file = await someFile(given(), await newRecord(), 'a.txt')
      const signal = AbortSignal.abort()
      expect(await failureOf(files.read(file, { signal }).then((stream) => collect(stream)))).toBe('cancelled')
    })
  })
}
