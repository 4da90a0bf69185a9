import { LookupFailure, ShareFailure } from '../state/failures.ts'
import { pathOf } from '../state/entry.ts'
import type { Entry, FolderEntry } from '../state/entry.ts'
import { shareFolder } from '../state/sharing.ts'
import { lookup } from '../state/view.ts'
import { dropboxLowercase } from '../lowercase.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { ignored, integer, optional, string, struct } from '../wire/decode.ts'
import { under } from '../wire/error-lists.ts'
import { wireTime } from '../wire/metadata.ts'
import { writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'
import { write } from '../wire/write.ts'

const share = userRoute(
  {
    name: 'sharing/share_folder',
    scope: 'sharing.write',
    isForAppFolders: false,
    about: 'Makes a folder a shared one: a namespace of its own',
    errors: [
      'email_unverified',
      ...under(
        'bad_path',
        'is_file',
        'already_shared',
        'invalid_path',
        'inside_shared_folder',
        'contains_shared_folder',
        'is_app_folder',
        'inside_app_folder',
        'contains_app_folder',
      ),
    ],
    rules: ['The change feed tells the folder as deleted and made again'],
  },
  struct({
    path: writePathOrId,
    acl_update_policy: ignored,
    force_async: ignored,
    member_policy: ignored,
    shared_link_policy: ignored,
    viewer_info_policy: ignored,
    access_inheritance: ignored,
    actions: ignored,
    link_settings: ignored,
  }),
  (call, { path }) => {
    const { account } = call
    if (!account.isEmailVerified) throw new EndpointError(tagged('email_unverified'))
    const entry = found(call, path)
    try {
      return {
        '.tag': 'complete',
        ...sharedMetadata(
          call,
          write(call, [path], () => shareFolder(account, entry)),
        ),
      }
    } catch (error) {
      if (!(error instanceof ShareFailure)) throw error
      const known = entry.kind === 'folder' && entry.sharing ? sharedMetadata(call, entry) : {}
      throw badPath({ ...known, '.tag': error.reason })
    }
  },
)

const listFolders = userRoute(
  {
    name: 'sharing/list_folders',
    scope: 'sharing.read',
    isForAppFolders: false,
    about: 'The shared folders of the account',
    rules: ['`limit` is 1 to 1000'],
  },
  struct({ limit: optional(integer(1, 1000), 1000), actions: ignored }),
  (call, { limit }) => page(call, 0, limit),
)

const listFoldersContinue = userRoute(
  {
    name: 'sharing/list_folders/continue',
    scope: 'sharing.read',
    isForAppFolders: false,
    about: 'The next page of shared folders',
    errors: ['invalid_cursor'],
  },
  struct({ cursor: string() }),
  (call, { cursor }) => {
    const [, start, limit] = /^AAF(\d+)-(\d+)$/.exec(cursor) ?? []
    if (start === undefined || limit === undefined) throw new EndpointError(tagged('invalid_cursor'))
    return page(call, Number(start), Number(limit))
  },
)

export const sharedFolderRoutes = [share, listFolders, listFoldersContinue]

function found({ view }: Call, path: string): Entry {
  try {
    return lookup(view, path)
  } catch (error) {
    if (error instanceof LookupFailure) throw badPath(tagged('invalid_path'))
    throw error
  }
}

function badPath(reason: Tagged): EndpointError {
  return new EndpointError(tagged('bad_path', reason))
}

function page(call: Call, start: number, limit: number): object {
  const folders = [...call.account.namespaces.values()].filter(({ parent, sharing }) => sharing && parent)
  const end = start + limit
  return {
    entries: folders.slice(start, end).map((folder) => sharedMetadata(call, folder)),
    ...(folders.length > end ? { cursor: `AAF${end}-${limit}` } : {}),
  }
}

function sharedMetadata({ state, view }: Call, folder: FolderEntry): object {
  const path = pathOf(folder, view.root)
  return {
    access_type: tagged(folder.sharing?.isReadOnly ? 'viewer' : 'owner'),
    is_inside_team_folder: false,
    is_team_folder: false,
    name: folder.name,
    path_lower: dropboxLowercase(path),
    path_display: path,
    policy: { acl_update_policy: tagged('owner'), shared_link_policy: tagged('anyone') },
    preview_url: `https://www.dropbox.com/scl/fo/${folder.namespaceId}`,
    shared_folder_id: folder.namespaceId,
    time_invited: wireTime(state.clock.now()),
    folder_id: folder.id,
  }
}
