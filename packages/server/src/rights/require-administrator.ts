import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'

/** @throws HttpProblem `forbidden` for everybody else */
export function requireAdministrator(session: Session): Session {
  if (!session.isAdmin) throw problem('forbidden', 'Only administrators see the whole tenant.')
  return session
}
