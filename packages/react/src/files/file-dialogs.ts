import { later } from '../messages/later.tsx'

// The dialogs about files, each loaded when first needed.

const onFailed = ({ onClose }: { readonly onClose: () => void }) => onClose()

export const NewFolderDialog = later({
  load: async () => (await import('./NewFolderDialog.tsx')).NewFolderDialog,
  parts: ['dialogs', 'explain'],
  onFailed,
})

export const DeleteDialog = later({
  load: async () => (await import('./DeleteDialog.tsx')).DeleteDialog,
  parts: ['dialogs'],
  onFailed,
})

export const ExplainFileDialog = later({
  load: async () => (await import('../explain/ExplainFileDialog.tsx')).ExplainFileDialog,
  parts: ['explain', 'activity'],
  onFailed,
})
