import type { Entry } from '../state/entry.ts'
import { RelocationFailure, WriteFailure } from '../state/failures.ts'
import { copyEntry, moveEntry } from '../state/relocate.ts'
import { lookup } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, ignored, optional, struct } from '../wire/decode.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { metadataOf } from '../wire/metadata.ts'
import { writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Route } from '../wire/route.ts'

export const relocationRoutes = [
  relocationRoute('files/move_v2', moveEntry),
  relocationRoute('files/copy_v2', copyEntry),
]

function relocationRoute(
  name: string,
  relocate: (view: View, entry: Entry, toPath: string, autorename: boolean) => Entry,
): Route {
  return userRoute(
    { name, scope: 'files.content.write' },
    struct({
      from_path: writePathOrId,
      to_path: writePathOrId,
      autorename: optional(boolean, false),
      allow_shared_folder: ignored,
      allow_ownership_transfer: ignored,
    }),
    ({ state, account, app, view }, arg) => {
      const entry = withErrors({ lookup: 'from_lookup', write: 'from_write' }, () => {
        const from = lookup(view, arg.from_path)
        if (from === view.root) throw new WriteFailure('no_write_permission')
        return from
      })
      return state.changes.track(account, app.key, () => {
        try {
          const moved = withErrors({ write: 'to' }, () => relocate(view, entry, arg.to_path, arg.autorename))
          return { metadata: metadataOf(view, moved) }
        } catch (error) {
          throw error instanceof RelocationFailure ? new EndpointError(tagged(error.reason)) : error
        }
      })
    },
  )
}
