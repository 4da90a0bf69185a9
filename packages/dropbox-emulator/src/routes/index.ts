import type { Route } from '../wire/route.ts'
import { authRoutes } from './auth.ts'
import { deleteRoutes } from './delete.ts'
import { downloadRoutes } from './download.ts'
import { folderRoutes } from './folders.ts'
import { listFolderRoutes } from './list-folder.ts'
import { longpollRoutes } from './longpoll.ts'
import { metadataRoutes } from './metadata.ts'
import { relocationRoutes } from './relocation.ts'
import { revisionRoutes } from './revisions.ts'
import { uploadSessionRoutes } from './upload-session.ts'
import { uploadRoutes } from './upload.ts'
import { userRoutes } from './users.ts'

/** Every route of the API that the emulator knows. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...userRoutes,
  ...listFolderRoutes,
  ...longpollRoutes,
  ...metadataRoutes,
  ...uploadRoutes,
  ...uploadSessionRoutes,
  ...downloadRoutes,
  ...folderRoutes,
  ...deleteRoutes,
  ...relocationRoutes,
  ...revisionRoutes,
]
