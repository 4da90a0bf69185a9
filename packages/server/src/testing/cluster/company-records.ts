import type { HostRecords } from '@twinfolder/core'

/** A CRM in which everybody may do everything, and every company has its id for a number. */
export const companyRecords: HostRecords = {
  describe: async (keys) => keys.map(({ id }) => ({ name: `Company ${id}`, number: id, singular: 'Company' })),
  access: async (_user, keys) => keys.map(() => ({ read: true, write: true, missing: [] })),
  expandSegment: async () => [],
}
