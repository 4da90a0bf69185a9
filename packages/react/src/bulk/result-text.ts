import type { BulkRun } from '@twinfolder/protocol'

import type { Texts } from '../messages/language.ts'
import { bulkCounts } from './use-bulk-run.ts'

/** How a run ended, e.g. `115 synchronised, 5 need attention`. */
export function resultText(run: BulkRun, messages: Texts<'bulk'>): string {
  const { ok, failed } = bulkCounts(run)
  return failed > 0 ? messages['bulk.done']({ ok, failed }) : messages['bulk.allDone']({ ok })
}
