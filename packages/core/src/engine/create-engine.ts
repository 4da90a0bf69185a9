import type { Engine, EngineOptions } from './engine.ts'
import { auditLink } from './audit.ts'
import { settingsOf } from './pass.ts'
import { previewRecords } from './preview.ts'
import { answerHold } from './requests/answer-hold.ts'
import { enrolRecords } from './requests/enrol.ts'
import { confirmDeletions, takeDeletionsBack } from './requests/held-deletions.ts'
import { pause, resume } from './requests/pause.ts'
import { putBackFiles } from './requests/put-back.ts'
import { distrust, relinkLink } from './requests/relink.ts'
import { resolveConflict } from './requests/resolve-conflict.ts'
import { stopRecord } from './requests/stop.ts'
import { undoActivity } from './requests/undo.ts'
import { unlinkLink } from './requests/unlink.ts'
import { runPass } from './run-pass.ts'

/** The sync engine over its plug points. Keeps no state of its own: any number of engines may work on one store. */
export function createEngine(options: EngineOptions): Engine {
  const settings = settingsOf(options)
  return {
    runPass: (linkId, { records, owner, signal, priority, givesWay }) =>
      runPass(settings, { linkId, records, owner, signal, priority, givesWay }),
    enrol: (linkId, record, enrolledBy) => enrolRecords(settings, linkId, [record], enrolledBy),
    enrolAll: (linkId, records, enrolledBy) => enrolRecords(settings, linkId, records, enrolledBy),
    stop: (linkId, record, actor) => stopRecord(settings, linkId, record, actor),
    pause: (linkId, record, actor) => pause(settings, linkId, record, actor),
    resume: (linkId, record, actor) => resume(settings, linkId, record, actor),
    putBack: (linkId, record, fileIds) => putBackFiles(settings, linkId, record, fileIds),
    confirmDeletions: (linkId, record, fileIds, actor) => confirmDeletions(settings, linkId, record, fileIds, actor),
    takeDeletionsBack: (linkId, record, fileIds, actor) => takeDeletionsBack(settings, linkId, record, fileIds, actor),
    answerHold: (linkId, answer, actor) => answerHold(settings, linkId, answer, actor),
    resolveConflict: (conflict, keep, actor) => resolveConflict(settings, conflict, keep, actor),
    undo: (activity, actor) => undoActivity(settings, activity, actor),
    unlink: (linkId) => unlinkLink(settings, linkId),
    relink: (linkId) => relinkLink(settings, linkId),
    distrust: (linkId) => distrust(settings, linkId),
    preview: (linkId, records) => previewRecords(settings, linkId, records),
    audit: (linkId, options_) => auditLink(settings, linkId, options_),
  }
}
