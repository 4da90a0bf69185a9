import type { RecordView } from '@twinfolder/protocol'

import { Icon } from '../icons/Icon.tsx'
import { MissingRights } from './MissingRights.tsx'

/** Says before the first pass that nothing will come back from Dropbox, and which right is missing (P38–P41). Renders a note. */
export function OneWayNote({ view }: { readonly view: RecordView }) {
  if (view.sync.direction !== 'toDropbox') return null
  return (
    <div className="tf-note" role="note">
      <Icon name="oneWay" />
      <div className="tf-lines">
        <MissingRights view={view} />
      </div>
    </div>
  )
}
