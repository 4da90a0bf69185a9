import { encodeCursor } from '../state/cursor.ts'
import { string, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { userRoute } from '../wire/route.ts'
import { listArg, startCursor } from './list-cursor.ts'
import { nextPage, openCursor } from './list-page.ts'

const scope = 'files.metadata.read'
const errors = under('path', 'malformed_path', 'not_found', 'not_folder')
const rootRule = 'Refuses the root as `/`: it is the empty path'

const listFolder = userRoute(
  {
    name: 'files/list_folder',
    scope,
    about: 'Lists a folder and starts a cursor',
    errors,
    rules: [
      rootRule,
      '`limit` is 1 to 2000; pages may be shorter, or empty with `has_more`',
      'The flags are frozen into the cursor',
    ],
  },
  listArg,
  (call, arg) => nextPage(call, startCursor(call, arg, 'fromStart')),
)

const listFolderContinue = userRoute(
  {
    name: 'files/list_folder/continue',
    scope,
    about: 'The next page, or what happened since',
    errors: ['reset', 'path/not_found', 'path/not_folder'],
    rules: [
      'Always a new cursor',
      'Applying the entries in order yields the server’s state',
      'Cursors end with age (switch `cursorLifetimeMs`), and belong to one account and app',
      'Text that was never a cursor is 400',
    ],
  },
  struct({ cursor: string() }),
  (call, { cursor }) => nextPage(call, openCursor(call.state, call.view, cursor)),
)

const getLatestCursor = userRoute(
  {
    name: 'files/list_folder/get_latest_cursor',
    scope,
    about: 'A cursor for what happens from now on',
    errors,
    rules: [rootRule],
  },
  listArg,
  (call, arg) => ({ cursor: encodeCursor(startCursor(call, arg, 'fromNow')) }),
)

export const listFolderRoutes = [listFolder, listFolderContinue, getLatestCursor]
