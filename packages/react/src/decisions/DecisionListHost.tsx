import type { RecordView } from '@twinfolder/protocol'

import { later } from '../messages/later.tsx'
import { useOnceTrue } from '../primitives/use-once-true.ts'

const DecisionList = later({ load: async () => (await import('./DecisionList.tsx')).DecisionList, parts: [] })

/** The lines that wait for a person, loaded with the first one; the list stays, for the focus that a line leaves behind. */
export function DecisionListHost({ view }: { readonly view: RecordView }) {
  const { phase, conflicts, detached, held } = view.sync
  const isNeeded = useOnceTrue(phase === 'held' || conflicts + detached + held > 0)
  return isNeeded ? <DecisionList view={view} /> : null
}
