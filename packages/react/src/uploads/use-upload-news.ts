import { useEffect, useRef } from 'react'

import { useWords } from '../messages/use-words.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import type { UploadView } from './upload-view.ts'

/** Says politely when uploads begin and when they have ended; what is in between can be read, and is not spoken. */
export function useUploadNews({ activeCount, batch }: UploadView): void {
  const { announcement } = useServices()
  const { t } = useWords('uploads')
  const wasActive = useRef(false)
  const { doneCount } = batch
  useEffect(() => {
    const isActive = activeCount > 0
    if (isActive === wasActive.current) return
    wasActive.current = isActive
    if (isActive) announcement.set(() => t['upload.started']({ n: activeCount }))
    else if (doneCount > 0) announcement.set(() => t['upload.ended']({ n: doneCount }))
  }, [activeCount, doneCount, announcement, t])
}
