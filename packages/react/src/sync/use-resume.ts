import type { RecordView } from '@twinfolder/protocol'

import { useConnection } from '../link/use-connection.ts'
import { useLinkPause } from '../link/use-link-pause.ts'
import { usePause } from './use-pause.ts'

/** How the pause that a record rests in ends. */
export interface Resume {
  /** Everything of the user's rests, not this record alone. */
  readonly isAll: boolean
  readonly isPending: boolean
  readonly resume: (options: { readonly onError: (error: Error) => void }) => void
}

/** Ends the pause that a record rests in: everything's, where that is what rests, else its own. */
export function useResume({ record, sync }: Pick<RecordView, 'record' | 'sync'>): Resume {
  const { data: connection } = useConnection(sync.phase === 'paused')
  const ofRecord = usePause(record).resume
  const ofLink = useLinkPause().resume
  const isAll = connection?.state === 'linked' && connection.health === 'paused'
  const { mutate, isPending } = isAll ? ofLink : ofRecord
  return { isAll, isPending, resume: (options) => mutate(undefined, options) }
}
