import type { Dropbox, DropboxRequestOptions } from 'dropbox'

import type { Calls } from '../calls.ts'
import type { Write } from './write-stream.ts'

/** A kind of writes that Dropbox takes one at a time: they share their turns with all writes, and their requests with none. */
export function loneWrites<Entry, Result>(
  calls: Calls,
  send: (dropbox: Dropbox, entry: Entry, options: DropboxRequestOptions) => Promise<Result>,
): Write<Entry, Result> {
  return calls.writes.kind<Entry, Result>({
    most: 1,
    key: () => '',
    send: (entries, signal) =>
      Promise.all(
        entries.map(async (entry) => ({
          result: await calls.once((dropbox, options) => send(dropbox, entry, options), signal),
        })),
      ),
  })
}
