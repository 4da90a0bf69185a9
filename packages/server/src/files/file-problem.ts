import { isSyncError } from '@twinfolder/core'

import { problemOf } from '../http/problem-of.ts'
import { type HttpProblem, problem } from '../http/problem.ts'

/** Why something was not done with one file. */
export function fileProblemOf(error: unknown): HttpProblem {
  if (isSyncError(error, 'not_found')) return problem('file_unknown', 'The file is gone.', { cause: error })
  return problemOf(error)
}
