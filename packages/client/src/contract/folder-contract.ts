import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** What is done with folders: it is done with the files in them and below them. */
export function folderContract(open: () => Promise<Opened>): void {
  /** `Old/a.pdf`, `Old/2025/b.pdf`, `Old two/c.pdf`, and `Old/empty` without files. */
  async function openWithFolders() {
    const opened = await open()
    const { client, record, upload } = opened
    await upload('a.pdf', someBytes(1), ['Old'])
    await upload('b.pdf', someBytes(2), ['Old', '2025'])
    await upload('c.pdf', someBytes(3), ['Old two'])
    await client.createFolder(record, ['Old', 'empty'])
    const names = async (...folder: readonly string[]): Promise<readonly string[]> =>
      (await client.listFiles(record, { folder })).entries.map(({ name }) => name)
    return { ...opened, names }
  }

  describe('moveFolder', () => {
    test('renames a folder with everything in it', async () => {
      const { client, record, names } = await openWithFolders()
      expect(await client.renameFolder(record, ['Old'], 'New')).toEqual({ done: 2, failed: [] })
      expect(await names()).toEqual(['New', 'Old two'])
      expect(await names('New')).toEqual(['2025', 'empty', 'a.pdf'])
      expect(await names('New', '2025')).toEqual(['b.pdf'])
    })

    test('to another case is a move like any other', async () => {
      const { client, record, names } = await openWithFolders()
      expect(await client.renameFolder(record, ['Old'], 'OLD')).toEqual({ done: 2, failed: [] })
      expect(await names()).toEqual(['OLD', 'Old two'])
    })

    test('moves a folder into another one', async () => {
      const { client, record, names } = await openWithFolders()
      await client.moveFolder(record, ['Old', '2025'], ['Old two', '2025'])
      expect(await names('Old')).toEqual(['empty', 'a.pdf'])
      expect(await names('Old two', '2025')).toEqual(['b.pdf'])
    })

    test('refuses a taken path, one in itself, the root, no name, and a folder that is not there', async () => {
      const { client, record, names } = await openWithFolders()
      const failing = (folder: readonly string[], to: readonly string[]) =>
        client.moveFolder(record, folder, to).then(
          () => 'moved',
          (error: { readonly code: string }) => error.code,
        )
      expect(await failing(['Old'], ['Old two'])).toBe('name_taken')
      expect(await failing(['Old'], ['Old', '2025', 'deeper'])).toBe('bad_request')
      expect(await failing([], ['New'])).toBe('name_invalid')
      expect(await failing(['Old'], [])).toBe('name_invalid')
      expect(await failing(['Old'], ['a/b'])).toBe('name_invalid')
      expect(await failing(['Nowhere'], ['New'])).toBe('folder_unknown')
      expect(await client.moveFolder(record, ['Old'], ['Old'])).toEqual({ done: 0, failed: [] })
      expect(await names()).toEqual(['Old', 'Old two'])
    })
  })

  describe('deleteFolder', () => {
    test('[A11] deletes everything in it as one, and everything comes back as one', async () => {
      const { client, record, names } = await openWithFolders()
      const deletion = await client.deleteFolder(record, ['Old'])
      expect(deletion).toMatchObject({ emptyFolders: [['Old', 'empty']], failed: [] })
      expect(deletion.deleted).toHaveLength(2)
      expect(await names()).toEqual(['Old two'])
      expect(await client.restoreFolder(record, deletion)).toEqual({ done: 2, failed: [] })
      expect(await names('Old')).toEqual(['2025', 'empty', 'a.pdf'])
      expect(await names('Old', '2025')).toEqual(['b.pdf'])
    })

    test('deletes an empty folder', async () => {
      const { client, record, names } = await openWithFolders()
      const deletion = await client.deleteFolder(record, ['Old', 'empty'])
      expect(deletion).toEqual({ deleted: [], emptyFolders: [['Old', 'empty']], failed: [] })
      expect(await names('Old')).toEqual(['2025', 'a.pdf'])
    })

    test('refuses the root, and a folder that is not there', async () => {
      const { client, record, otherRecord } = await openWithFolders()
      await expect(client.deleteFolder(record, [])).rejects.toMatchObject({ code: 'name_invalid' })
      await expect(client.deleteFolder(otherRecord, ['Old'])).rejects.toMatchObject({ code: 'folder_unknown' })
    })
  })
}
