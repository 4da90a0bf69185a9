import { type HostRecords, type RecordKey, SyncError } from '@twinfolder/core'

/** A company of a tenant. */
export const company = (id: number | string, tenantId = 'tenant'): RecordKey => ({
  tenantId,
  module: 'companies',
  id: `${id}`,
})

/** Where the files of a company are in a Dropbox, from the app folder on. */
export const folderOf = (id: number | string): string => `/Companies/Company ${id} (${id})`

/** A segment of this many companies, from the first on. */
export const segmentOf = (count: number, from = 1) => ({ module: 'companies', id: `${from}-${from + count - 1}` })

/**
 * A CRM with as many companies as one asks for, which everybody in it may read and write. The segment `1-500` is the first 500 of them.
 */
export const endlessRecords: HostRecords = {
  describe: async (keys) => keys.map(({ id }) => ({ name: `Company ${id}`, number: id, singular: 'Company' })),
  access: async (_user, keys) => keys.map(() => ({ read: true, write: true, missing: [] })),
  async expandSegment(_user, { module, id }) {
    const [first = Number.NaN, last = Number.NaN] = id.split('-').map(Number)
    if (!(first <= last)) throw new SyncError('not_found', `There is no segment "${id}".`)
    return Array.from({ length: last - first + 1 }, (_, index) => ({ module, id: `${first + index}` }))
  },
}
