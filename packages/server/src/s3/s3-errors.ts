import { SyncError, isSyncError } from '@twinfolder/core'

/** Does something with the store; whatever it throws becomes a `SyncError`. */
export async function translating<Result>(doing: string, attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt()
  } catch (error) {
    throw s3Failure(error, doing)
  }
}

/** What an error of the SDK, of the network or of a body means. The message names no key and no address. */
export function s3Failure(error: unknown, doing: string): SyncError {
  if (isSyncError(error)) return error
  const name = nameOf(error)
  if (name === 'NoSuchKey' || (name === 'NotFound' && doing === 'read')) return notFound(error)
  if (!isOfTheService(error)) {
    return new SyncError('unexpected', 'Contents broke off while they were stored.', { cause: error })
  }
  const status = statusOf(error)
  const what = [status ?? '', name].filter(Boolean).join(' ')
  return new SyncError('host_unavailable', `The S3 store could not ${doing} contents now (${what}).`, { cause: error })
}

/** Whether a range begins behind the end of an object, which may be empty. */
export function isPastTheEnd(error: unknown): boolean {
  return nameOf(error) === 'InvalidRange' || statusOf(error) === 416
}

export function notFound(cause?: unknown): SyncError {
  return new SyncError('not_found', 'There are no contents with this id.', { cause })
}

/** Errors of the service have `$metadata`, also when no answer came; those of the network have a code of the system. */
function isOfTheService(error: unknown): boolean {
  return error instanceof Error && ('$metadata' in error || 'code' in error || error.name === 'TimeoutError')
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null
  const metadata: unknown = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}
