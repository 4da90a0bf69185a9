import { useQuery } from '@tanstack/react-query'
import { type RecordRef, folderParam } from '@twinfolder/protocol'
import { useState } from 'react'

import { useServices } from '../provider/twinfolder-context.ts'
import { filesPage } from './files-page.ts'
import { type FilesView, viewKey } from './files-view.ts'

/**
 * The view whose rows are shown: the wanted one, or the one before it in the same folder until the first page of the wanted one is
 * there. A new order or a search so never flashes an empty list; another folder does not pretend to be the old one.
 */
export function useShownView(record: RecordRef, wanted: FilesView): FilesView {
  const { client, queryClient } = useServices()
  const [shown, setShown] = useState(wanted)
  const { isPending } = useQuery(filesPage(client, record, wanted, 0), queryClient)
  const isSameFolder = folderParam(shown.folder) === folderParam(wanted.folder)
  const next = isPending && isSameFolder ? shown : wanted
  if (viewKey(next) === viewKey(shown)) return shown
  setShown(next)
  return next
}
