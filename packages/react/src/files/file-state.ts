import type { FileSync } from '@twinfolder/protocol'

import type { IconName } from '../icons/Icon.tsx'
import type { Words } from '../messages/words.ts'
import type { Transfer } from '../provider/transfer-store.ts'

/** How the state of a file is shown: a shape and a text, never a colour alone. */
export interface FileState {
  readonly icon: IconName
  readonly text: string
  /** `calm` needs no look, `busy` passes by itself, `note` is worth knowing, `alert` needs somebody. */
  readonly tone: 'calm' | 'busy' | 'note' | 'alert'
}

/** The state of a file in words. A transfer is only a hint: it never makes a file look finished. */
export function fileState(sync: FileSync, transfer: Transfer | null, words: Words, maxFileBytes: number): FileState {
  const { t, crm } = words
  const why = sync.code ? words.sentence(sync.code, maxFileBytes) : null
  switch (sync.state) {
    case 'synced':
      // A tick that has to be explained is none.
      return why ? { icon: 'clock', text: why, tone: 'note' } : { icon: 'check', text: t.synced, tone: 'calm' }
    case 'waiting':
      if (transfer) return moving(transfer, words)
      return { icon: 'clock', text: why ?? t.waiting, tone: why ? 'note' : 'busy' }
    case 'uploading':
    case 'downloading':
      return moving(transfer ?? { state: sync.state, sentBytes: 0, totalBytes: 0 }, words)
    case 'onlyInHost':
      return { icon: 'onlyHere', text: t.onlyInCrm({ crm }), tone: 'note' }
    case 'onlyInDropbox':
      return { icon: 'missing', text: why ?? t.onlyInDropbox, tone: 'note' }
    case 'conflict':
      return { icon: 'versions', text: t.conflict, tone: 'alert' }
    case 'held':
      return { icon: 'pause', text: why ?? t['file.held'], tone: 'alert' }
    case 'blocked':
      return { icon: 'blocked', text: why ?? t['file.failed'], tone: 'alert' }
    case 'failed':
      return { icon: 'alert', text: why ?? t['file.failed'], tone: sync.retryAt ? 'note' : 'alert' }
  }
}

function moving({ state, sentBytes, totalBytes }: Transfer, { t, percent }: Words): FileState {
  const share = totalBytes > 0 && sentBytes > 0 ? ` ${percent(sentBytes / totalBytes)}` : ''
  return state === 'uploading'
    ? { icon: 'up', text: `${t['file.uploading']}${share}`, tone: 'busy' }
    : { icon: 'down', text: `${t['file.downloading']}${share}`, tone: 'busy' }
}
