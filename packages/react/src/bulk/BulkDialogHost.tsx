import { Suspense, lazy } from 'react'

import { useStore } from '../provider/store.ts'
import { useServices } from '../provider/twinfolder-context.ts'

const BulkDialog = lazy(async () => ({ default: (await import('./BulkDialog.tsx')).BulkDialog }))

/** Where the bulk dialog lives: in the provider, so that it survives the menu that opened it. Loaded when first needed. */
export function BulkDialogHost() {
  const { bulkDialog } = useServices()
  const request = useStore(bulkDialog, (state) => state)
  if (!request) return null
  return (
    <Suspense fallback={null}>
      <BulkDialog request={request} onRequest={(next) => bulkDialog.set(() => next)} />
    </Suspense>
  )
}
