import { env } from 'node:process'

import { dropbox } from '@twinfolder/dropbox'

import { defineTwinfolder, secretFrom } from '../../command/index.ts'

/** A small CRM for tests of the command: a header tells who signed in, every record exists and everybody may do everything. */
export default defineTwinfolder(({ command }) => ({
  remote: dropbox({ appKey: 'app-key', appSecret: secretFrom('APP_SECRET'), baseUrl: env['DROPBOX_URL'] }),
  records: {
    describe: async (keys) => keys.map(({ id }) => ({ name: `Company ${id}`, number: id, singular: 'Company' })),
    access: async (_user, keys) => keys.map(() => ({ read: true, write: true, missing: [] })),
    expandSegment: async () => [],
  },
  authenticate(request) {
    const [tenantId, userId, sessionId] = request.headers.get('x-signed-in')?.split('/') ?? []
    if (!tenantId || !userId || !sessionId) return null
    return { tenantId, userId, sessionId, firstName: 'Sofie', locale: 'en', timeZone: 'Europe/Berlin', isAdmin: false }
  },
  appFolderLabel: 'Apps/Demo CRM',
  tenantQuota: (tenantId, usual) => (tenantId === 'tenant-1' ? usual : { files: null, bytes: null }),
  fetch: () => new Response(`The CRM's own page, from ${command}.`),
}))
