import { listArg, startCursor } from './list-cursor.ts'
import { encodeCursor } from '../state/cursor.ts'
import { string, struct } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'
import { nextPage, openCursor } from './list-page.ts'

const scope = 'files.metadata.read'

const listFolder = userRoute({ name: 'files/list_folder', scope }, listArg, (call, arg) =>
  nextPage(call.view, startCursor(call, arg, 'fromStart')),
)

const listFolderContinue = userRoute(
  { name: 'files/list_folder/continue', scope },
  struct({ cursor: string() }),
  ({ state, view }, { cursor }) => nextPage(view, openCursor(state, view, cursor)),
)

const getLatestCursor = userRoute({ name: 'files/list_folder/get_latest_cursor', scope }, listArg, (call, arg) => ({
  cursor: encodeCursor(startCursor(call, arg, 'fromNow')),
}))

export const listFolderRoutes = [listFolder, listFolderContinue, getLatestCursor]
