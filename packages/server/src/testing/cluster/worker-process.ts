import { env } from 'node:process'

import { Secret } from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'

import { createServer } from '../../create-server.ts'
import { connectTwinfolder, diskBlobStore } from '../../node/index.ts'
import { companyRecords } from './company-records.ts'

/**
 * The process of a worker, as an operator runs many of them: PostgreSQL, contents on a disk that all reach, Dropbox over HTTP. It
 * works until it is killed, and tells its parent what it logs and when it has called Dropbox.
 */
const { DATABASE_URL = '', CONTENTS = '', EMULATOR = '', KEY = '' } = env
const twinfolder = await connectTwinfolder({
  databaseUrl: DATABASE_URL,
  blobs: diskBlobStore(`${CONTENTS}/files`),
  uploadParts: diskBlobStore(`${CONTENTS}/parts`),
  migrate: false,
})
const server = createServer({
  ...twinfolder,
  remote: dropbox({
    appKey: 'app-key',
    baseUrl: EMULATOR,
    onCall: () => void process.send?.({ level: 'info', event: 'dropbox.called' }),
  }),
  records: companyRecords,
  authenticate: () => null,
  key: new Secret(KEY),
  publicUrl: 'https://crm.example/twinfolder',
  appFolderLabel: 'Apps/Demo CRM',
  log: (entry) => void process.send?.(entry),
})
process.on('disconnect', () => process.exit())
process.send?.({ level: 'info', event: 'ready' })
await server.work({ signal: new AbortController().signal })
