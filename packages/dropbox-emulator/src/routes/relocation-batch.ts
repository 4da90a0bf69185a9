import { EndpointError, tagged } from '../wire/api-error.ts'
import { boolean, ignored, list, optional, struct } from '../wire/decode.ts'
import { entryResult } from '../wire/failure-errors.ts'
import { writePathOrId } from '../wire/paths.ts'
import { userRoute } from '../wire/route.ts'
import type { Call, Route } from '../wire/route.ts'
import { checkRoute, complete, launchJob } from './async-jobs.ts'
import { relocate } from './relocation.ts'
import type { Relocation } from './relocation.ts'

const scope = 'files.content.write'
const entries = list(struct({ from_path: writePathOrId, to_path: writePathOrId }), 1000)
const autorename = optional(boolean, false)

const batchArg = {
  copy: struct({ entries, autorename }),
  move: struct({ entries, autorename, allow_ownership_transfer: ignored }),
}
const batchArgV1 = struct({ entries, autorename, allow_shared_folder: ignored, allow_ownership_transfer: ignored })
type BatchArg = ReturnType<typeof batchArg.copy>

export const relocationBatchRoutes = (['move', 'copy'] as const).flatMap((kind): readonly Route[] => [
  userRoute(
    {
      name: `files/${kind}_batch_v2`,
      scope,
      about:
        kind === 'move'
          ? 'Launches a job that moves up to 1000 entries'
          : 'Launches a job that copies up to 1000 entries',
      rules: ['In the order given; each entry succeeds or fails by itself'],
    },
    batchArg[kind],
    (call, arg) =>
      launchJob(call, `${kind}_batch`, complete(arg.entries.map((each) => relocateOne(call, kind, arg, each)))),
  ),
  checkRoute(`files/${kind}_batch/check_v2`, `${kind}_batch`),
  userRoute(
    {
      name: `files/${kind}_batch`,
      scope,
      about: `The older form of \`${kind}_batch_v2\``,
      rules: ['The job fails at the first entry that fails; what was done before it stays'],
    },
    batchArgV1,
    (call, arg) => launchJob(call, `${kind}_batch_v1`, statusV1(call, kind, arg)),
  ),
  checkRoute(`files/${kind}_batch/check`, `${kind}_batch_v1`),
])

function relocateOne(call: Call, kind: Relocation, arg: BatchArg, entry: BatchArg['entries'][number]): object {
  return entryResult(
    () => ({ success: relocate(call, kind, { ...entry, autorename: arg.autorename }) }),
    (error) => tagged('relocation_error', error),
  )
}

function statusV1(call: Call, kind: Relocation, arg: BatchArg): object {
  try {
    return complete(
      arg.entries.map((entry) => ({ metadata: relocate(call, kind, { ...entry, autorename: arg.autorename }) })),
    )
  } catch (error) {
    if (error instanceof EndpointError) return tagged('failed', error.error)
    throw error
  }
}
