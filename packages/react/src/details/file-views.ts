import { later } from '../messages/later.tsx'

// What shows one file, loaded when first needed.

const onFailed = ({ onClose }: { readonly onClose: () => void }) => onClose()

export const DetailsDialog = later({
  load: async () => (await import('./DetailsDialog.tsx')).DetailsDialog,
  parts: ['details', 'explain', 'activity'],
  onFailed,
})

export const PreviewDialog = later({
  load: async () => (await import('../preview/PreviewDialog.tsx')).PreviewDialog,
  parts: ['details'],
  onFailed,
})
