import type { RecordView } from '@twinfolder/protocol'

import type { IconName } from '../icons/Icon.tsx'
import type { Words } from '../messages/words.ts'

/** The status line beside the button. */
export interface SyncStatusLine {
  readonly icon: IconName
  readonly tone: 'calm' | 'busy' | 'note' | 'alert'
  readonly text: string
  /** What else is worth a line. */
  readonly detail: string | null
  /** When the files were last alike, and when Dropbox was last asked: only where all is well. */
  readonly settledAt: string | null
  readonly checkedAt: string | null
}

/** What the status line says about a record. Anything that needs a person is said before "synchronised" ever is. */
export function syncStatusLine(view: RecordView, words: Words): SyncStatusLine {
  const { t } = words
  const { link, phase, progress, attention, lastSettledAt, checkedAt } = view.sync
  const line = (
    tone: SyncStatusLine['tone'],
    icon: IconName,
    text: string,
    detail: string | null = null,
  ): SyncStatusLine => ({ tone, icon, text, detail, settledAt: null, checkedAt: null })
  if (link === 'none') return line('note', 'unlinked', t.notConnected, t.perUser)
  if (link === 'linking') return line('busy', 'clock', t['sync.linking'])
  if (link === 'reconnect') return line('alert', 'alert', t['sync.reconnect'])
  if (link === 'refused') return line('alert', 'alert', words.sentence('account_unsupported'))
  switch (phase) {
    case 'notEnrolled':
      return line('note', 'onlyHere', t.neverSynced)
    case 'waiting':
      // Dropbox does not answer, or asked us to wait: that is said, not a hope of seconds.
      if (view.waitingFor) return line('note', 'clock', t.waiting, words.sentence(view.waitingFor))
      return line('busy', 'clock', t.waiting, `${t['sync.usually']}. ${t.upToAnHour}`)
    case 'syncing':
      return line('busy', 'syncing', progress ? t.syncing(progress) : t['syncing.unknown'])
    case 'paused':
      return line('note', 'pause', t['sync.paused'], t['sync.pausedDetail'])
    case 'held':
      return line('alert', 'pause', t['sync.held'])
    case 'folderMissing':
      return line('alert', 'alert', t['sync.folderMissing'], t['sync.folderMissingDetail'])
    case 'stopped':
      return line('note', 'stop', t['sync.stopped'], t['sync.stoppedDetail'])
    case 'settled':
      if (attention > 0) return line('alert', 'alert', t['sync.attention']({ n: attention }))
      return {
        ...line('calm', 'check', checkedAt ? t['sync.upToDate'] : t.synced),
        settledAt: lastSettledAt,
        checkedAt,
      }
  }
}
