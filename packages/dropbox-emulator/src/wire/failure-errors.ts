import { LookupFailure, WriteFailure } from '../state/failures.ts'
import { EndpointError, tagged } from './api-error.ts'
import type { Tagged } from './api-error.ts'

/** Under which member of its error union an endpoint reports a failure. */
export interface FailureMembers {
  readonly lookup?: string
  readonly write?: string
}

/** Does `work`; failures of the account's state become the endpoint's own error. */
export function withErrors<T>(members: FailureMembers, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof LookupFailure && members.lookup) {
      throw new EndpointError(tagged(members.lookup, lookupError(error)))
    }
    if (error instanceof WriteFailure && members.write) {
      throw new EndpointError(tagged(members.write, writeError(error)))
    }
    throw error
  }
}

export function lookupError(failure: LookupFailure): Tagged {
  return tagged(failure.reason)
}

export function writeError(failure: WriteFailure): Tagged {
  const [tag = failure.reason, conflict] = failure.reason.split('/')
  return tagged(tag, conflict === undefined ? undefined : tagged(conflict))
}

/** What a batch answers for one of its entries. The endpoint's own errors become a `failure`, others fail the batch. */
export function entryResult(work: () => object, failureOf: (error: Tagged) => Tagged = (error) => error): object {
  try {
    return { '.tag': 'success', ...work() }
  } catch (error) {
    if (error instanceof EndpointError) return { '.tag': 'failure', failure: failureOf(error.error) }
    throw error
  }
}
