import type { FileSync, RecordView } from '@twinfolder/protocol'

import { type FileState, fileState } from '../files/file-state.ts'
import type { Words } from '../messages/words.ts'
import { type Reason, fileReason } from './reason.ts'

/** What is said about the state of a file where there is room. */
export interface FileExplanation extends FileState {
  readonly reason: Reason
}

/** @param sync `null` while the record is not enrolled by this user */
export function fileExplanation(sync: FileSync | null, view: RecordView, words: Words): FileExplanation {
  const reason = fileReason(sync, view.sync)
  const state = fileState(sync ?? { state: 'onlyInHost', code: null, retryAt: null }, null, words, view.maxFileBytes)
  // What holds the whole record up says more than that the file waits.
  const text = reason.type === 'code' ? words.sentence(reason.code, view.maxFileBytes) : state.text
  return { ...state, reason, text }
}
