import { type RecordKey, instantOf } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { oldVersion } from './old-version.ts'

/** How long a content address is good. */
const CONTENT_URL_MS = 5 * 60_000

/**
 * A signed address for the contents of a file as it is now, or as it was at a version.
 *
 * @throws HttpProblem `file_unknown`; `not_found` for a version that is not kept
 */
export async function contentUrl(
  { files, settings, contentTokens }: Pick<ServerParts, 'files' | 'settings' | 'contentTokens'>,
  { userId }: Session,
  record: RecordKey,
  wanted: { readonly fileId: string; readonly inline: boolean; readonly version: string | null },
): Promise<Wire<typeof shapes.ContentUrl>> {
  const { fileId, inline } = wanted
  const [file] = await files.get(record, [fileId])
  if (!file) throw problem('file_unknown', 'The file is gone.')
  const isOld = wanted.version !== null
  const { version } =
    wanted.version === null || wanted.version === file.version ? file : await oldVersion(files, file, wanted.version)
  const expiresAtMs = settings.clock.now() + CONTENT_URL_MS
  const token = await contentTokens.sign({ record, userId, fileId, version, isOld, inline, expiresAtMs })
  return { url: `${settings.origin}${settings.basePath}/content/${token}`, expiresAt: instantOf(expiresAtMs) }
}
