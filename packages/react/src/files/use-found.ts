import { useEffect, useRef } from 'react'

import { useWords } from '../messages/use-words.ts'
import { useServices } from '../provider/twinfolder-context.ts'
import { isGathering, viewKey } from './files-view.ts'
import type { FilesList } from './use-files.ts'

/** Says politely, once for each search, how much was found. */
export function useFound({ view, count, isPending, error }: FilesList): void {
  const { announcement } = useServices()
  const { t } = useWords()
  const key = viewKey(view)
  const said = useRef<string | null>(null)
  useEffect(() => {
    if (!isGathering(view)) said.current = null
    else if (!isPending && !error && said.current !== key) {
      said.current = key
      announcement.set(() => t['files.found']({ n: count }))
    }
  }, [view, key, count, isPending, error, announcement, t])
}
