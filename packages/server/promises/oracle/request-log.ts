import type { LogEntry } from '@twinfolder/dropbox-emulator'

import type { EmulatorProcess } from '../cluster/emulator-process.ts'

/** Keeps what Dropbox was asked, as the emulator forgets all but the last 5,000 requests. */
export interface KeptRequests {
  readonly entries: readonly LogEntry[]
  /** Reads what has come since. */
  read(): Promise<void>
  stop(): void
}

/** Reads the request log of an emulator again and again. */
export function keepRequests(dropbox: EmulatorProcess, everyMs = 500): KeptRequests {
  const entries: LogEntry[] = []
  let reading: Promise<void> = Promise.resolve()
  const read = (): Promise<void> => {
    reading = reading.then(async () => {
      const since = entries.at(-1)?.number ?? 0
      const next = await dropbox.log(since)
      const first = next[0]?.number
      if (first !== undefined && first > since + 1)
        throw new Error(`Requests ${since + 1} to ${first - 1} were missed.`)
      entries.push(...next)
    })
    return reading
  }
  const timer = setInterval(() => void read().catch(() => undefined), everyMs)
  return { entries, read, stop: () => clearInterval(timer) }
}

/** Whether Dropbox did what was asked, also where the reply was lost. */
export function isDone({ status, fault }: LogEntry): boolean {
  return status === 200 || fault === 'lostReply' || (fault === 'closedConnection' && status === 0)
}

/** A file that an upload made or wrote over. */
interface Commit {
  readonly path: string
  /** `null` where the contents went before, in a session. */
  readonly contentHash: string | null
  /** The condition under which it was written. */
  readonly mode: string
}

/** The files that a request writes. */
export function commitsOf({ route, arg }: LogEntry): readonly Commit[] {
  const fields = arg as {
    readonly path?: string
    readonly content_hash?: string
    readonly mode?: unknown
    readonly commit?: { readonly path: string; readonly mode?: unknown }
    readonly entries?: readonly { readonly commit: { readonly path: string; readonly mode?: unknown } }[]
  } | null
  const inSession = (commit: { readonly path: string; readonly mode?: unknown }): Commit => ({
    path: commit.path,
    contentHash: null,
    mode: JSON.stringify(commit.mode),
  })
  if (route === 'files/upload' && fields?.path !== undefined) {
    return [{ path: fields.path, contentHash: fields.content_hash ?? null, mode: JSON.stringify(fields.mode) }]
  }
  if (route === 'files/upload_session/finish' && fields?.commit) return [inSession(fields.commit)]
  if (route.startsWith('files/upload_session/finish_batch')) {
    return (fields?.entries ?? []).map(({ commit }) => inSession(commit))
  }
  return []
}

/**
 * Uploads that were made twice: the same path under the same condition, both times done. A new version of a file names the revision that
 * it replaces, so two honest uploads never look alike; a path that was deleted meanwhile may be written anew.
 */
export function doubledUploads(entries: readonly LogEntry[]): readonly string[] {
  const done = new Map<string, number>()
  for (const entry of entries.filter(isDone)) {
    for (const { path, mode } of commitsOf(entry)) {
      const key = `${path} ${mode}`
      done.set(key, (done.get(key) ?? 0) + 1)
    }
  }
  return [...done].filter(([, count]) => count > 1).map(([key, count]) => `${key} was uploaded ${count} times`)
}
