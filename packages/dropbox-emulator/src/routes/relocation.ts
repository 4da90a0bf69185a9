import { RelocationFailure, WriteFailure } from '../state/failures.ts'
import { copyEntry, moveEntry } from '../state/relocate.ts'
import { requireWritable } from '../state/sharing.ts'
import { lookup } from '../state/view.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { boolean, ignored, optional, struct } from '../wire/decode.ts'
import { placeErrors, under } from '../wire/error-lists.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { metadataOf } from '../wire/metadata.ts'
import { writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call, Route } from '../wire/route.ts'
import { write } from '../wire/write.ts'

export type Relocation = 'move' | 'copy'

const scope = 'files.content.write'
const relocationArg = struct({
  from_path: writePathOrId,
  to_path: writePathOrId,
  autorename: optional(boolean, false),
  allow_shared_folder: ignored,
  allow_ownership_transfer: ignored,
})

const sharedErrors = [
  ...under('from_lookup', 'malformed_path', 'not_found'),
  ...under('from_write', 'no_write_permission'),
  ...under('to', ...placeErrors),
  'cant_move_folder_into_itself',
  'too_many_files',
  'duplicated_or_nested_paths',
]
const errors: Readonly<Record<Relocation, readonly string[]>> = {
  move: [...sharedErrors, 'cant_nest_shared_folder'],
  copy: [...sharedErrors, 'cant_copy_shared_folder', 'insufficient_quota'],
}
const rules: Readonly<Record<Relocation, readonly string[]>> = {
  move: [
    'Ids stay; files get a new revision (switch `moveRevision`)',
    'A rename that only changes upper and lower case answers 200 and keeps the spelling (switch `caseOnlyRename`)',
  ],
  copy: ['Copies get new ids and revisions'],
}

export const relocationRoutes = (['move', 'copy'] as const).flatMap((kind): readonly Route[] => [
  userRoute(
    {
      name: `files/${kind}_v2`,
      scope,
      about: kind === 'move' ? 'Moves a file or folder' : 'Copies a file or folder',
      errors: errors[kind],
      rules: rules[kind],
    },
    relocationArg,
    (call, arg) => ({ metadata: relocate(call, kind, arg) }),
  ),
  userRoute(
    {
      name: `files/${kind}`,
      scope,
      about: `The older form of \`${kind}_v2\`: answers the metadata itself`,
      errors: errors[kind],
      rules: rules[kind],
    },
    relocationArg,
    (call, arg) => relocate(call, kind, arg),
  ),
])

/** Moves or copies one entry. @throws EndpointError */
export function relocate(
  call: Call,
  kind: Relocation,
  arg: { readonly from_path: string; readonly to_path: string; readonly autorename: boolean },
): Tagged {
  const { view } = call
  const entry = withErrors({ lookup: 'from_lookup', write: 'from_write' }, () => {
    const from = lookup(view, arg.from_path)
    if (from === view.root || !from.parent) throw new WriteFailure('no_write_permission')
    if (kind === 'move') requireWritable(from.parent)
    return from
  })
  try {
    return withErrors({ write: 'to' }, () =>
      write(call, [arg.from_path, arg.to_path], () => {
        const work = kind === 'move' ? moveEntry : copyEntry
        return metadataOf(view, work(view, entry, arg.to_path, arg.autorename))
      }),
    )
  } catch (error) {
    throw error instanceof RelocationFailure ? new EndpointError(tagged(error.reason)) : error
  }
}
