import { describe, expect, test } from 'vitest'

import type { HostChange, HostFile } from '../../ports/host-files.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'
import { ada, contents, expecting, someFile } from './steps.ts'

/** The host's change feed. */
export function hostFeedTests(given: () => HostFilesContractSetup): void {
  /** A new record of a tenant of its own, and a reader of that tenant's feed. */
  const feed = async (skip: (note?: string) => never) => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const able = files.capabilities(record.module)
    if (able.changes !== 'feed') skip('the module has no feed')
    const changes = files.changes?.bind(files) ?? expect.fail('a module with a feed has `changes`')
    const readAll = async (from: string | null) => {
      const rows: HostChange[] = []
      let page = await changes(record.tenantId, from)
      rows.push(...page.changes)
      while (page.hasMore) {
        page = await changes(record.tenantId, page.position)
        rows.push(...page.changes)
      }
      return { rows, position: page.position }
    }
    return { files, able, record, readAll }
  }

  describe('changes', () => {
    test('without a position tells only where the feed is now', async ({ skip }) => {
      const { record, readAll } = await feed(skip)
      await someFile(given(), record, 'a.txt')
      const { rows, position } = await readAll(null)
      expect(rows).toEqual([])
      expect((await readAll(position)).rows).toEqual([])
    })

    test('has a row for each new file, in order', async ({ skip }) => {
      const { record, readAll } = await feed(skip)
      const { position } = await readAll(null)
      const made = [await someFile(given(), record, 'a.txt'), await someFile(given(), record, 'b.txt')]
      expect((await readAll(position)).rows).toEqual(made.map((file) => upsert(file)))
    })

    test('has rows for new contents, a new name and a new folder', async ({ skip }) => {
      const { files, able, record, readAll } = await feed(skip)
      const file = await someFile(given(), record, 'a.txt')
      let { position } = await readAll(null)
      const expectRow = async (changed: Promise<HostFile> | undefined) => {
        if (changed === undefined) return file
        const result = await changed
        const { rows, position: next } = await readAll(position)
        expect(rows).toEqual([upsert(file)])
        position = next
        return result
      }
      let last = file
      if (able.replace) {
        const change = { actor: ada, idempotencyKey: `key-${file.id}` }
        last = await expectRow(files.replace?.(expecting(last), await contents('new'), change))
      }
      if (able.rename) last = await expectRow(files.rename?.(expecting(last), 'b.txt', ada))
      if (able.move) await expectRow(files.move?.(expecting(last), ['Offers'], ada))
    })

    test('has an explicit row for a deletion, and one more for taking it back', async ({ skip }) => {
      const { files, able, record, readAll } = await feed(skip)
      const file = await someFile(given(), record, 'a.txt')
      const { position } = await readAll(null)
      await files.remove(expecting(file), ada)
      const removed = await readAll(position)
      expect(removed.rows).toEqual([{ type: 'delete', record, fileId: file.id }])
      if (!able.trash) return
      await files.restore?.(file, ada)
      expect((await readAll(removed.position)).rows).toEqual([upsert(file)])
    })

    test('can be read again from a position', async ({ skip }) => {
      const { record, readAll } = await feed(skip)
      const { position } = await readAll(null)
      await someFile(given(), record, 'a.txt')
      const first = await readAll(position)
      expect((await readAll(position)).rows).toEqual(first.rows)
      expect((await readAll(first.position)).rows).toEqual([])
    })

    test('has the records of its tenant and no others', async ({ skip }) => {
      const { record, readAll } = await feed(skip)
      const { position } = await readAll(null)
      const sibling = await given().newRecord(record.tenantId)
      const file = await someFile(given(), sibling, 'a.txt')
      await someFile(given(), await given().newRecord(), 'theirs.txt')
      expect((await readAll(position)).rows).toEqual([upsert(file)])
    })
  })
}

function upsert(file: HostFile): HostChange {
  return { type: 'upsert', record: file.record, fileId: file.id }
}
