import type { Migration } from 'kysely/migration'

import { links } from './0001-links.ts'
import { syncState } from './0002-sync-state.ts'
import { activity } from './0003-activity.ts'
import { hostFiles } from './0004-host-files.ts'
import { work } from './0005-work.ts'
import { decisions } from './0006-decisions.ts'
import { fileDetails } from './0007-file-details.ts'
import { uploads } from './0008-uploads.ts'
import { activityOfAFile } from './0009-activity-of-a-file.ts'
import { manyProcesses } from './0010-many-processes.ts'
import { growingTables } from './0011-growing-tables.ts'
import { listingCursor } from './0012-listing-cursor.ts'
import { serverKeys } from './0020-server-keys.ts'
import { audit } from './0021-audit.ts'
import { requests } from './0030-requests.ts'
import { hostUsage } from './0031-host-usage.ts'
import { fewerIndexes } from './0032-fewer-indexes.ts'

/** All migrations by name. A name that was released is never changed or removed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-links': links,
  '0002-sync-state': syncState,
  '0003-activity': activity,
  '0004-host-files': hostFiles,
  '0005-work': work,
  '0006-decisions': decisions,
  '0007-file-details': fileDetails,
  '0008-uploads': uploads,
  '0009-activity-of-a-file': activityOfAFile,
  '0010-many-processes': manyProcesses,
  '0011-growing-tables': growingTables,
  '0012-listing-cursor': listingCursor,
  '0020-server-keys': serverKeys,
  '0021-audit': audit,
  '0030-requests': requests,
  '0031-host-usage': hostUsage,
  '0032-fewer-indexes': fewerIndexes,
}
