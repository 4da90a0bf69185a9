import { describe, expect, test } from 'vitest'

import { pathLower, remoteId, remotePath } from '../../domain/remote-path.ts'
import type { RecordKey } from '../../domain/record-ref.ts'
import type { Enrolment } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { linked, newEnrolment, newFolderMap, newModuleFolder, newRecord, noon } from './rows.ts'

/** Enrolments and folders. */
export function enrolmentTests(store: () => SyncStore): void {
  describe('enrolments', () => {
    test('a record is enrolled before it has a folder, and put again when it has one', async () => {
      const { linkId, record, write } = await linked(store())
      const enrolment = newEnrolment(linkId, record)
      await write({ type: 'putEnrolment', enrolment })
      expect(await store().enrolment(linkId, record)).toEqual(enrolment)
      const withFolder = {
        ...enrolment,
        direction: 'toDropbox',
        folderId: remoteId('id:folder'),
        folder: remotePath('/Companies/Acme (42)'),
        folderLower: pathLower('/companies/acme (42)'),
        lastNameWeSet: 'Acme (42)',
        lastSettledAt: noon(7),
      } as const
      await write({ type: 'putEnrolment', enrolment: withFolder })
      expect(await store().enrolment(linkId, record)).toEqual(withFolder)
      expect(await store().enrolments(linkId)).toEqual([withFolder])
    })

    test('records of one id in two modules are two records', async () => {
      const { linkId, record, write } = await linked(store())
      const other = { ...record, module: 'contacts' } as const
      await write({ type: 'putEnrolment', enrolment: newEnrolment(linkId, record) })
      expect(await store().enrolment(linkId, other)).toBeNull()
      await write({ type: 'putEnrolment', enrolment: newEnrolment(linkId, other) })
      expect(await store().enrolments(linkId)).toHaveLength(2)
    })

    test('several records are found at once, in the order asked', async () => {
      const { linkId, record, write } = await linked(store())
      const [other, unknown] = [newRecord(record.tenantId), newRecord(record.tenantId)]
      const first = newEnrolment(linkId, record)
      const second = newEnrolment(linkId, other, { status: 'paused' })
      await write({ type: 'putEnrolment', enrolment: first }, { type: 'putEnrolment', enrolment: second })
      const stranger = await linked(store())
      await stranger.write({ type: 'putEnrolment', enrolment: newEnrolment(stranger.linkId, unknown) })
      expect(await store().enrolmentsByRecord(linkId, [other, unknown, record])).toEqual([second, null, first])
      expect(await store().enrolmentsByRecord(linkId, [])).toEqual([])
    })

    test('[C114] a record is found with every link that has it enrolled, whatever its status', async () => {
      const first = await linked(store())
      const { record } = first
      const second = await linked(store(), { user: { tenantId: record.tenantId, userId: 'user-grace' } })
      const third = await linked(store(), { user: { tenantId: record.tenantId, userId: 'user-alan' } })
      await first.write({ type: 'putEnrolment', enrolment: newEnrolment(first.linkId, record) })
      await second.write({
        type: 'putEnrolment',
        enrolment: newEnrolment(second.linkId, record, { status: 'stopped' }),
      })
      await third.write({ type: 'putEnrolment', enrolment: newEnrolment(third.linkId, newRecord(record.tenantId)) })
      const links = (await store().enrolmentsOfRecord(record)).map((enrolment) => enrolment.linkId)
      expect(links.toSorted()).toEqual([first.linkId, second.linkId].toSorted())
      expect(await store().enrolmentsOfRecord({ ...record, tenantId: 'another' })).toEqual([])
    })
  })

  describe('updateEnrolment', () => {
    const update = (record: RecordKey, set: Partial<Enrolment>, ifStatus?: Enrolment['status']): StoreWrite => ({
      type: 'updateEnrolment',
      record,
      set,
      ifStatus,
    })

    test('sets what it names and leaves the rest', async () => {
      const { linkId, record, write } = await linked(store())
      const enrolment = newEnrolment(linkId, record, { resuming: true, lastSettledAt: noon(3) })
      await write({ type: 'putEnrolment', enrolment })
      const set = {
        status: 'paused',
        resuming: false,
        direction: 'toDropbox',
        folderId: remoteId('id:folder'),
        folder: remotePath('/Companies/Acme (42)'),
        folderLower: pathLower('/companies/acme (42)'),
        lastNameWeSet: 'Acme (42)',
        lastSettledAt: null,
      } as const
      await write(update(record, { resuming: false }))
      expect(await store().enrolment(linkId, record)).toEqual({ ...enrolment, resuming: false })
      await write(update(record, set), update(record, { lastSettledAt: noon(9) }))
      expect(await store().enrolment(linkId, record)).toEqual({ ...enrolment, ...set, lastSettledAt: noon(9) })
      await write(update(record, {}))
      expect(await store().enrolment(linkId, record)).toMatchObject({ status: 'paused' })
    })

    test('[S19] does nothing when the status is another one: what a user asked meanwhile counts', async () => {
      const { linkId, record, write } = await linked(store())
      await write({ type: 'putEnrolment', enrolment: newEnrolment(linkId, record, { status: 'stopped' }) })
      await write(update(record, { status: 'folderMissing' }, 'active'))
      expect(await store().enrolment(linkId, record)).toMatchObject({ status: 'stopped' })
      await write(update(record, { status: 'active' }, 'stopped'), update(record, { status: 'paused' }, 'active'))
      expect(await store().enrolment(linkId, record)).toMatchObject({ status: 'paused' })
    })

    test('of several records in one commit sets each its own', async () => {
      const { linkId, record, write } = await linked(store())
      const records = [record, newRecord(record.tenantId), newRecord(record.tenantId)]
      const enrolments = records.map((one) => newEnrolment(linkId, one))
      await write(...enrolments.map((enrolment): StoreWrite => ({ type: 'putEnrolment', enrolment })))
      await write(
        ...records.map((one, at) => update(one, { lastNameWeSet: `Name ${at}`, lastSettledAt: noon(at + 1) })),
        ...records.map((one) => update(one, { status: 'paused' }, 'active')),
      )
      expect(await store().enrolmentsByRecord(linkId, records)).toEqual(
        enrolments.map((enrolment, at) => ({
          ...enrolment,
          status: 'paused',
          lastNameWeSet: `Name ${at}`,
          lastSettledAt: noon(at + 1),
        })),
      )
    })

    test('of a record that is not there does nothing, and comes in the order of the writes', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await other.write({ type: 'putEnrolment', enrolment: newEnrolment(other.linkId, record) })
      await write(update(record, { status: 'stopped' }))
      expect(await store().enrolment(linkId, record)).toBeNull()
      expect(await store().enrolment(other.linkId, record)).toMatchObject({ status: 'active' })
      const enrolment = newEnrolment(linkId, record)
      await write({ type: 'putEnrolment', enrolment }, update(record, { status: 'stopped' }))
      expect(await store().enrolment(linkId, record)).toMatchObject({ status: 'stopped' })
      await write(update(record, { status: 'paused' }), { type: 'putEnrolment', enrolment })
      expect(await store().enrolment(linkId, record)).toEqual(enrolment)
    })
  })

  describe('folders', () => {
    test('a link has one folder per module', async () => {
      const { linkId, write } = await linked(store())
      const contacts = newModuleFolder(linkId, '/Contacts', { module: 'contacts' })
      await write({ type: 'putModuleFolder', moduleFolder: newModuleFolder(linkId, '/Companies') })
      await write({ type: 'putModuleFolder', moduleFolder: contacts })
      const again = newModuleFolder(linkId, '/Companies (2)')
      await write({ type: 'putModuleFolder', moduleFolder: again })
      const folders = await store().moduleFolders(linkId)
      expect(folders).toHaveLength(2)
      expect(folders).toEqual(expect.arrayContaining([again, contacts]))
    })

    test('[S13] the folders of a record are put by path and deleted one by one', async () => {
      const { linkId, record, write } = await linked(store())
      const offers = newFolderMap(linkId, record, '/Companies/Acme (42)/Offers')
      const below = newFolderMap(linkId, record, '/Companies/Acme (42)/Offers/2026', { remoteId: remoteId('id:x') })
      await write({ type: 'putFolderMap', folderMap: offers }, { type: 'putFolderMap', folderMap: below })
      const gone = { ...offers, hostFolder: ['Renamed'], createdByUs: false }
      await write({ type: 'putFolderMap', folderMap: gone })
      expect(await store().folderMaps(linkId, record)).toEqual(expect.arrayContaining([gone, below]))
      await write({ type: 'deleteFolderMap', record, pathLower: gone.pathLower })
      expect(await store().folderMaps(linkId, record)).toEqual([below])
      const other = newRecord(record.tenantId)
      expect(await store().folderMapsByRecord(linkId, [other, record])).toEqual([[], [below]])
      expect(await store().folderMapsByRecord(linkId, [])).toEqual([])
      expect(await store().folderMaps(linkId, newRecord(record.tenantId))).toEqual([])
    })
  })
}
