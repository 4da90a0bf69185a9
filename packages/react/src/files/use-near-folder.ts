import type { RecordRef } from '@twinfolder/protocol'
import { useCallback, useEffect, useRef } from 'react'

import { useServices } from '../provider/twinfolder-context.ts'
import { filesPage } from './files-page.ts'
import type { FilesSort } from './files-view.ts'
import type { Entry } from './use-files.ts'

/** A pointer on its way elsewhere passes over many rows. */
const restMs = 80

/** Reads the first page of a folder that a person rests on, so that it is there when it is opened. */
export function useNearFolder(record: RecordRef, sort: FilesSort | undefined): (entry: Entry) => void {
  const { client, queryClient } = useServices()
  const rest = useRef<{ readonly entry: Entry; readonly timer: ReturnType<typeof setTimeout> } | null>(null)
  useEffect(() => () => clearTimeout(rest.current?.timer), [])
  return useCallback(
    (entry: Entry) => {
      if (rest.current?.entry === entry) return
      clearTimeout(rest.current?.timer)
      const timer = setTimeout(() => {
        if (entry.kind !== 'folder') return
        const folder = [...entry.folder, entry.name]
        void queryClient.prefetchQuery(filesPage(client, record, { folder, sort }, 0))
      }, restMs)
      rest.current = { entry, timer }
    },
    [client, queryClient, record, sort],
  )
}
