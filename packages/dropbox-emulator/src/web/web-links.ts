import { fileResponse } from '../routes/file-response.ts'
import { requireOpen, secretOf } from '../routes/shared-link-metadata.ts'
import { EndpointError, summaryOf } from '../wire/api-error.ts'
import { WriteFailure } from '../state/failures.ts'
import { appView } from '../state/links.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { WebLink } from '../state/web-links.ts'
import { writeFile } from '../state/write-file.ts'
import { receiving } from '../wire/received.ts'
import { jsonResponse, textResponse } from '../wire/respond.ts'

/** An address that needs no token, ready to be answered. */
export interface WebAddress {
  /** As faults and the log call it. */
  readonly route: 'temporary_link' | 'temporary_upload_link' | 'shared_link'
  readonly account: string | null
  readonly answer: () => Promise<Response>
}

/** Finds the link behind an address. @returns `null` when the address is of another kind */
export function openWebAddress(state: EmulatorState, request: Request, url: URL): WebAddress | null {
  const temporary = /^\/cd\/0\/get\/([\w-]+)\//.exec(url.pathname)?.[1]
  if (url.hostname === 'dl.dropboxusercontent.com' && temporary !== undefined) {
    const link = state.webLinks.get(temporary)
    return { route: 'temporary_link', ...opened(state, link), answer: () => answerTemporary(state, request, link) }
  }
  const upload = /^\/apitul\/1\/([\w-]+)$/.exec(url.pathname)?.[1]
  if (url.hostname === 'content.dropboxapi.com' && upload !== undefined) {
    const link = state.webLinks.get(upload)
    return { route: 'temporary_upload_link', ...opened(state, link), answer: () => answerUpload(state, request, link) }
  }
  const link = state.webLinks.get(secretOf(url.href))
  if (link?.type !== 'shared') return null
  return { route: 'shared_link', ...opened(state, link), answer: () => answerShared(state, request, url, link) }
}

function opened(state: EmulatorState, link: WebLink | undefined): { readonly account: string | null } {
  return { account: (link && state.accounts.get(link.accountId)?.profile.email) ?? null }
}

async function answerTemporary(state: EmulatorState, request: Request, link: WebLink | undefined): Promise<Response> {
  if (link?.type !== 'temporary') return textResponse('This link does not exist.', 404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return textResponse('Only GET is allowed here.', 405)
  const revision = state.accounts.get(link.accountId)?.revisions.get(link.rev)
  if (!revision || link.expiresAt <= state.clock.now()) return textResponse('This link has expired.', 410)
  return fileResponse(state, request, revision, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(link.name)}`,
  })
}

async function answerUpload(state: EmulatorState, request: Request, link: WebLink | undefined): Promise<Response> {
  if (link?.type !== 'upload') return textResponse('This link does not exist.', 404)
  if (request.method !== 'POST') return textResponse('Only POST is allowed here.', 405)
  if (request.headers.get('content-type') !== 'application/octet-stream') {
    return textResponse('The Content-Type must be application/octet-stream.', 400)
  }
  const account = state.accounts.get(link.accountId)
  const app = state.apps.get(link.appKey)
  const appLink = account?.links.get(link.appKey)
  const isGone = link.isUsed || link.expiresAt <= state.clock.now() || !account || !app || !appLink
  if (isGone) return textResponse('This link has expired or was used.', 410)
  const body = await receiving(state.contents, request, async (arrived) => {
    await arrived.keep()
    return arrived
  })
  const { autorename, client_modified: clientModified, mode, path, strict_conflict: strictConflict } = link.commit
  const content = { contentHash: body.contentHash, sizeBytes: body.sizeBytes, clientModified }
  try {
    const view = appView(account, app, appLink)
    state.changes.track(account, app.key, () => writeFile(view, path, content, { mode, autorename, strictConflict }))
  } catch (error) {
    if (error instanceof WriteFailure) return textResponse(error.reason, 409)
    throw error
  }
  link.isUsed = true
  return jsonResponse({ 'content-hash': body.contentHash })
}

/** A shared link gives the bytes with `dl=1` or `raw=1`; its page is not part of the emulator. */
async function answerShared(
  state: EmulatorState,
  request: Request,
  url: URL,
  link: Extract<WebLink, { type: 'shared' }>,
): Promise<Response> {
  try {
    const { entry } = requireOpen({ state, account: null }, link, null)
    const isDownload = url.searchParams.get('dl') === '1' || url.searchParams.get('raw') === '1'
    if (!isDownload) return textResponse(`${entry.name}: add dl=1 to this address to get the file.`, 200)
    if (entry.kind === 'folder') return textResponse('The emulator does not pack folders.', 501)
    if (!link.allowsDownload) return textResponse('The owner does not allow downloads.', 403)
    return fileResponse(state, request, entry.revision, { 'Content-Type': 'application/octet-stream' })
  } catch (error) {
    if (error instanceof EndpointError) return textResponse(summaryOf(error.error), 404)
    throw error
  }
}
