import type { CursorState } from '../state/cursor.ts'
import { pathOf } from '../state/entry.ts'
import { LookupFailure } from '../state/failures.ts'
import { lookup } from '../state/view.ts'
import { BadRequest } from '../wire/api-error.ts'
import { boolean, ignored, integer, optional, struct } from '../wire/decode.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { listedPath } from '../wire/paths.ts'
import type { Call } from '../wire/route.ts'

export const listArg = struct({
  path: (value, at) => {
    if (value === '/') {
      throw new BadRequest(`${at.join(': ')}: Specify the root folder as an empty string rather than as "/".`)
    }
    return listedPath(value, at)
  },
  recursive: optional(boolean, false),
  include_deleted: optional(boolean, false),
  limit: optional(integer(1, 2000), null),
  include_non_downloadable_files: optional(boolean, true),
  include_mounted_folders: optional(boolean, true),
  include_media_info: ignored,
  include_has_explicit_shared_members: ignored,
  include_property_groups: ignored,
  include_restorable_info: ignored,
  shared_link: ignored,
})

/** The cursor a listing starts with: its flags are frozen into it. */
export function startCursor(
  { state, view, app, unseenChanges }: Call,
  arg: ReturnType<typeof listArg>,
  start: 'fromStart' | 'fromNow',
): CursorState {
  const folder = withErrors({ lookup: 'path' }, () => {
    const entry = lookup(view, arg.path)
    if (entry.kind !== 'folder') throw new LookupFailure('not_folder')
    return entry
  })
  return {
    instance: state.instance,
    accountId: view.account.profile.accountId,
    appKey: app.key,
    namespaceId: view.namespaceId,
    epoch: view.account.cursorEpoch,
    issuedAt: state.clock.now(),
    path: pathOf(folder, view.root),
    recursive: arg.recursive,
    includeDeleted: arg.include_deleted,
    withoutDocuments: !arg.include_non_downloadable_files,
    withoutShared: !arg.include_mounted_folders,
    limit: arg.limit,
    position: Math.max(0, view.account.feed.length - unseenChanges),
    after: start === 'fromStart' ? '' : null,
    isReplay: start === 'fromStart' && unseenChanges > 0,
    hasPaused: false,
  }
}
