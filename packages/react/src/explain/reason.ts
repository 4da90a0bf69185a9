import type { FileSync, ReasonCode, RecordSync, RecordView } from '@twinfolder/protocol'

/** A code that a state may have: a reason of the engine's, or that there is no link at all. */
export type CodeOfState = ReasonCode | 'not_linked'

/** Why something is as it is: a code, or a state that says it all. Each has a cause, a remedy and something to press. */
export type Reason =
  | { readonly type: 'code'; readonly code: CodeOfState }
  | {
      readonly type: 'state'
      readonly name:
        | 'notEnrolled'
        | 'linking'
        | 'stopped'
        | 'waiting'
        | 'syncing'
        | 'uploading'
        | 'downloading'
        | 'onlyInDropbox'
        | 'synced'
        | 'attention'
    }

/**
 * Why a file is in its state. What holds the whole record up comes first where the file says nothing of its own.
 *
 * @param sync `null` while the record is not enrolled by this user
 */
export function fileReason(sync: FileSync | null, record: RecordSync): Reason {
  if (sync?.code) return code(sync.code)
  if (!sync) return recordRest(record) ?? state('notEnrolled')
  switch (sync.state) {
    case 'synced':
    case 'uploading':
    case 'downloading':
      return state(sync.state)
    case 'waiting':
    case 'onlyInDropbox':
      return recordRest(record) ?? state(sync.state)
    // A record that is synchronised sends its files: this one's turn will come.
    case 'onlyInHost':
      return recordRest(record) ?? state('waiting')
    case 'conflict':
      return code('conflict')
    case 'held':
      return code('deletion_held')
    case 'blocked':
    case 'failed':
      return code('unexpected')
  }
}

/** Why a record is in its phase. */
export function recordReason({ sync, waitingFor }: Pick<RecordView, 'sync' | 'waitingFor'>): Reason {
  const rest = recordRest(sync)
  if (rest) return rest
  switch (sync.phase) {
    case 'waiting':
      return waitingFor ? code(waitingFor) : state('waiting')
    case 'syncing':
      return state('syncing')
    default:
      return state(sync.attention > 0 ? 'attention' : 'synced')
  }
}

/** Why nothing of a record moves; `null` while it does. */
function recordRest({ link, phase }: RecordSync): Reason | null {
  switch (link) {
    case 'none':
      return code('not_linked')
    case 'linking':
      return state('linking')
    case 'reconnect':
      return code('link_revoked')
    case 'refused':
      return code('account_unsupported')
    case 'linked':
      break
  }
  switch (phase) {
    case 'notEnrolled':
    case 'stopped':
      return state(phase)
    case 'paused':
      return code('link_paused')
    case 'held':
      return code('files_vanished')
    case 'folderMissing':
      return code('folder_missing')
    case 'waiting':
    case 'syncing':
    case 'settled':
      return null
  }
}

function code(name: CodeOfState): Reason {
  return { type: 'code', code: name }
}

function state(name: Extract<Reason, { type: 'state' }>['name']): Reason {
  return { type: 'state', name }
}
