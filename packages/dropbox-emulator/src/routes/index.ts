import type { Route } from '../wire/route.ts'
import { authRoutes } from './auth.ts'
import { checkRoutes } from './check.ts'
import { deleteRoutes } from './delete.ts'
import { downloadRoutes } from './download.ts'
import { exportRoutes } from './export.ts'
import { folderRoutes } from './folders.ts'
import { listFolderRoutes } from './list-folder.ts'
import { longpollRoutes } from './longpoll.ts'
import { metadataRoutes } from './metadata.ts'
import { routesNotForAppFolders } from './not-for-app-folders.ts'
import { relocationBatchRoutes } from './relocation-batch.ts'
import { relocationRoutes } from './relocation.ts'
import { revisionRoutes } from './revisions.ts'
import { searchRoutes } from './search.ts'
import { sharedFolderRoutes } from './shared-folders.ts'
import { sharedLinkRoutes } from './shared-links.ts'
import { temporaryLinkRoutes } from './temporary-links.ts'
import { thumbnailRoutes } from './thumbnails.ts'
import { appendRoutes } from './upload-session-append.ts'
import { uploadSessionRoutes } from './upload-session.ts'
import { uploadRoutes } from './upload.ts'
import { userRoutes } from './users.ts'

/** Every route of the API that does something. */
export const builtRoutes: readonly Route[] = [
  ...listFolderRoutes,
  ...longpollRoutes,
  ...metadataRoutes,
  ...searchRoutes,
  ...uploadRoutes,
  ...uploadSessionRoutes,
  ...appendRoutes,
  ...downloadRoutes,
  ...exportRoutes,
  ...thumbnailRoutes,
  ...temporaryLinkRoutes,
  ...folderRoutes,
  ...deleteRoutes,
  ...relocationRoutes,
  ...relocationBatchRoutes,
  ...revisionRoutes,
  ...sharedLinkRoutes,
  ...sharedFolderRoutes,
  ...userRoutes,
  ...checkRoutes,
  ...authRoutes,
]

/** Those, and the ones that are only refused. */
export const routes: readonly Route[] = [...builtRoutes, ...routesNotForAppFolders]
