import type { RecordView } from '@twinfolder/protocol'

import { activityText } from '../activity/activity-text.ts'
import { useLastOfFile } from '../activity/use-activity.ts'
import { useWords } from '../messages/use-words.ts'
import { When } from '../messages/When.tsx'

/** Since when a file is as it is: the last that happened to it. Renders a term of a `<dl>`, or nothing. */
export function FileSince({ view, fileId }: { readonly view: RecordView; readonly fileId: string }) {
  const { t } = useWords('explain', 'activity')
  const { data: last } = useLastOfFile(view.record, fileId)
  const what = last ? activityText(t, last.code) : ''
  if (!last || what === '') return null
  return (
    <>
      <dt>{t['explain.last']}</dt>
      <dd>
        {what} · {last.actor} · <When at={last.at} />
      </dd>
    </>
  )
}
