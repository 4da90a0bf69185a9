import type { AuditAction } from '../audit/audit-entry.ts'
import type { Session } from '../options.ts'

/** What middleware hands to the routes behind it. */
export interface Env {
  Variables: {
    /** Names the request in the log and in problem answers. */
    requestId: string
    /** Set for every route behind `authenticated`. */
    session: Session
    /** Set for routes of which every call is recorded. */
    auditAction?: AuditAction
  }
}
