import { later } from '../messages/later.tsx'
import { useOnceTrue } from '../primitives/use-once-true.ts'
import type { RecordUploads } from './use-uploads.ts'

const UploadPanel = later({
  load: async () => (await import('./UploadPanel.tsx')).UploadPanel,
  parts: ['uploads'],
})

/** The panel of uploads, loaded with the first one; it stays for what it says when the last one has ended. */
export function UploadPanelHost(props: { readonly queue: RecordUploads; readonly maxFileBytes: number }) {
  const { activeCount, foundCount, troubled } = props.queue.view
  const isNeeded = useOnceTrue(activeCount > 0 || foundCount > 0 || troubled.length > 0)
  return isNeeded ? <UploadPanel {...props} /> : null
}
