import { later } from '../messages/later.tsx'
import { useStore } from '../provider/store.ts'
import { useServices } from '../provider/twinfolder-context.ts'

const BulkDialog = later({
  load: async () => (await import('./BulkDialog.tsx')).BulkDialog,
  parts: ['bulk', 'explain'],
  onFailed: ({ onRequest }) => onRequest(null),
})

/** Where the bulk dialog lives: in the provider, so that it survives the menu that opened it. Loaded when first needed. */
export function BulkDialogHost() {
  const { bulkDialog } = useServices()
  const request = useStore(bulkDialog, (state) => state)
  if (!request) return null
  return <BulkDialog request={request} onRequest={(next) => bulkDialog.set(() => next)} />
}
