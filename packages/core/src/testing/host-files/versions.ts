import { describe, expect, test } from 'vitest'

import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { fresh } from '../shared-setup.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, current, expecting, grace, someFile } from './steps.ts'

/** Old contents that become current again, where the host keeps a history and contents can be replaced. */
export function hostVersionTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.versions || !has.replace) return

  /** A file that was written twice. */
  const edited = async () => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const restoreVersion = files.restoreVersion?.bind(files) ?? expect.fail('a module with versions restores them')
    const old = await someFile(given(), record, 'a.txt', 'old')
    const edit = await files.replace?.(expecting(old), await contents('newer'), {
      actor: ada,
      idempotencyKey: fresh('key'),
    })
    return { files, record, old, edit: edit ?? expect.fail('the file was edited'), restoreVersion }
  }

  describe('restoreVersion', () => {
    test('makes old contents the current ones: the same id, another version', async () => {
      const { files, record, old, edit, restoreVersion } = await edited()
      const restored = await restoreVersion(expecting(edit), old.version, grace)
      const { id, contentHash } = old
      expect(restored).toMatchObject({ id, name: 'a.txt', sizeBytes: 3, contentHash, updatedBy: grace })
      expect([old.version, edit.version]).not.toContain(restored.version)
      expect(await bytesOf(files, restored)).toEqual(bytes('old'))
      expect(await allFiles(files, record)).toEqual([restored])
    })

    test('can itself be taken back', async () => {
      const { files, old, edit, restoreVersion } = await edited()
      const restored = await restoreVersion(expecting(edit), old.version, ada)
      const again = await restoreVersion(expecting(restored), edit.version, ada)
      expect(await bytesOf(files, again)).toEqual(bytes('newer'))
    })

    if (has.rename)
      test('leaves the name that the file has now', async () => {
        const { files, old, edit, restoreVersion } = await edited()
        const renamed = (await files.rename?.(expecting(edit), 'b.txt', ada)) ?? expect.fail('the file was renamed')
        expect(await restoreVersion(expecting(renamed), old.version, ada)).toMatchObject({
          name: 'b.txt',
          sizeBytes: 3,
        })
      })

    if (has.conditional)
      test('refuses over a version that is not the current one, and leaves the file alone', async () => {
        const { files, old, edit, restoreVersion } = await edited()
        expect(await failureOf(restoreVersion(expecting(old), old.version, ada))).toBe('precondition_failed')
        expect(await current(files, old)).toEqual(edit)
      })

    test('of a version that the file never had, or of a file that is gone, fails with not_found', async () => {
      const { files, old, edit, restoreVersion } = await edited()
      for (const unknown of ['no such version', '999999999999', '']) {
        expect(await failureOf(restoreVersion(expecting(edit), unknown, ada))).toBe('not_found')
      }
      expect(await current(files, old)).toEqual(edit)
      await files.remove(expecting(edit), ada)
      expect(await failureOf(restoreVersion(expecting(edit), old.version, ada))).toBe('not_found')
    })

    if (has.changes === 'feed')
      test('is told by the feed', async () => {
        const { files, record, old, edit, restoreVersion } = await edited()
        const start = await files.changes?.(record.tenantId, null)
        await restoreVersion(expecting(edit), old.version, ada)
        const page = await files.changes?.(record.tenantId, start?.position ?? null)
        expect(page?.changes).toEqual([{ type: 'upsert', record, fileId: old.id }])
      })
  })
}
