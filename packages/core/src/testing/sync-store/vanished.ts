import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import { remoteId } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { cleared, dirtyFile, dirtyPath, linked, marked, newBaseline, newMirrorFile, newRecord } from './rows.ts'

/** What was bound and is gone from the mirror, and was not dealt with yet. */
export function vanishedTests(store: () => SyncStore): void {
  describe('vanished', () => {
    /** A link with bound files `/x/<name>`, of which the mirror has nothing. */
    const bound = async (...names: readonly string[]) => {
      const made = await linked(store())
      const { linkId, record } = made
      const baselines = names.map((name) => newBaseline(linkId, record, name, `/x/${name}`))
      await made.write(...baselines.map(put))
      /** Names of what vanished; the count is the same. */
      const namesOf = async (generation = 1): Promise<readonly string[]> => {
        const rows = await store().vanished(linkId, generation)
        expect(await store().countVanished(linkId, generation, 10)).toBe(rows.length)
        expect(await store().countVanished(linkId, generation, 1)).toBe(Math.min(1, rows.length))
        return rows.map(({ fileId }) => fileId).toSorted()
      }
      return { ...made, baselines, vanished: namesOf }
    }

    test('[S15] a file that is dirty by its path and nowhere in the mirror has vanished, until it is dealt with', async () => {
      const { linkId, record, write, baselines, vanished } = await bound('a', 'b')
      expect(await vanished()).toEqual([])
      await write(marked(dirtyPath(record, '/x/a')), marked(dirtyPath(null, '/x/unknown')))
      expect(await vanished()).toEqual(['a'])
      expect(await store().vanished(linkId, 1)).toEqual(baselines.slice(0, 1))
      await write(cleared(dirtyPath(record, '/x/a')))
      expect(await vanished()).toEqual([])
    })

    test('[S15] a dirty record makes all of its files count, each once', async () => {
      const { record, write, vanished } = await bound('a', 'b')
      await write(marked(dirtyPath(record, '/x/a')), marked(recordKey(record)))
      expect(await vanished()).toEqual(['a', 'b'])
      const other = newRecord(record.tenantId)
      await write(cleared(recordKey(record)), marked(recordKey(other)), marked(dirtyFile(record, 'b')))
      expect(await vanished()).toEqual(['a'])
    })

    test('[S15] a file that the mirror has at its path has not vanished; a folder there is no file', async () => {
      const { linkId, record, write, vanished } = await bound('a', 'b')
      const another = { remoteId: remoteId('id:another') }
      await write(
        { type: 'putMirror', entry: newMirrorFile(linkId, '/x/a', another) },
        { type: 'putMirror', entry: newMirrorFile(linkId, '/x/b', { ...another, kind: 'folder', revision: null }) },
        marked(recordKey(record)),
      )
      expect(await vanished()).toEqual(['b'])
    })

    test('[S15] a file whose id is elsewhere in the mirror was moved', async () => {
      const { linkId, record, write, vanished, baselines } = await bound('a', 'b')
      const { remoteId } = baselines[0] ?? expect.fail('there is a file')
      await write(
        { type: 'putMirror', entry: newMirrorFile(linkId, '/elsewhere/a', { remoteId }) },
        marked(dirtyPath(record, '/x/a')),
        marked(dirtyPath(record, '/x/b')),
      )
      expect(await vanished()).toEqual(['b'])
    })

    test('[C85] each generation of the mirror has its own answer', async () => {
      const { linkId, record, write, vanished } = await bound('a')
      await write({ type: 'putMirror', entry: newMirrorFile(linkId, '/x/a') }, marked(dirtyPath(record, '/x/a')))
      expect([await vanished(1), await vanished(2)]).toEqual([[], ['a']])
    })

    test('what is detached or suspended, or of another link, does not count', async () => {
      const { record, write, baselines, vanished } = await bound('a', 'b', 'c')
      const other = await linked(store())
      await other.write(marked(recordKey(record)))
      await write(
        marked(recordKey(record)),
        ...baselines.slice(0, 2).map((row, at) => put({ ...row, status: at === 0 ? 'detached' : 'suspended' })),
      )
      await other.write({ type: 'putMirror', entry: newMirrorFile(other.linkId, '/x/c') })
      expect(await vanished()).toEqual(['c'])
      expect(await store().countVanished(other.linkId, 1, 10)).toBe(0)
    })
  })
}

function recordKey(record: RecordKey) {
  return { type: 'record', record } as const
}

function put(baseline: Baseline): StoreWrite {
  return { type: 'putBaseline', baseline }
}
