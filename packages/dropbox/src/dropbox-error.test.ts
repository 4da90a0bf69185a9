import { inspect } from 'node:util'

import { type SyncErrorCode, SyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { type DropboxError, dropboxError } from './dropbox-error.ts'
import { errorTags } from './error-tags.ts'
import { retryAfterMs } from './retry-after.ts'
import { scriptedDropbox } from './testing/scripted-dropbox.ts'
import { NoAnswer } from './transport.ts'

const writeError = (reason: unknown): unknown => ({ '.tag': 'path', path: reason })

test.each<[SyncErrorCode, DropboxError['retry'], number, unknown]>([
  ['link_revoked', 'never', 401, { error: { '.tag': 'invalid_access_token' } }],
  ['link_revoked', 'never', 401, { error: { '.tag': 'missing_scope', required_scope: 'files.content.write' } }],
  ['remote_unavailable', 'never', 401, { error: { '.tag': 'user_suspended' } }],
  ['unexpected', 'never', 401, { error: { '.tag': 'route_access_denied' } }],
  ['account_unsupported', 'never', 403, { error: { '.tag': 'invalid_account_type' } }],
  ['unexpected', 'never', 400, 'Error in call to API function "files/download": unknown field \'pat\''],
  ['unexpected', 'never', 404, '<html>'],
  ['unexpected', 'never', 422, { error: { '.tag': 'no_permission' } }],
  ['remote_busy', 'again', 429, { error: { reason: { '.tag': 'too_many_write_operations' } } }],
  ['remote_busy', 'again', 429, 'too many requests, in plain text'],
  ['remote_busy', 'again', 409, { error: writeError({ '.tag': 'too_many_write_operations' }) }],
  ['remote_busy', 'again', 409, { error: { '.tag': 'too_many_write_operations' } }],
  ['remote_unavailable', 'uncertain', 500, '<html>'],
  ['remote_unavailable', 'uncertain', 503, ''],
  ['remote_unavailable', 'uncertain', 409, { error: { '.tag': 'internal_error' } }],
  ['precondition_failed', 'never', 409, { error: writeError({ '.tag': 'conflict', conflict: { '.tag': 'file' } }) }],
  ['not_found', 'never', 409, { error: { '.tag': 'from_lookup', from_lookup: { '.tag': 'not_found' } } }],
  ['insufficient_space', 'never', 409, { error: writeError({ '.tag': 'insufficient_space' }) }],
  ['insufficient_space', 'never', 409, { error: { '.tag': 'insufficient_quota' } }],
  ['name_refused', 'never', 409, { error: writeError({ '.tag': 'disallowed_name' }) }],
  ['name_refused', 'never', 409, { error: writeError({ '.tag': 'malformed_path', malformed_path: null }) }],
  ['no_write_permission', 'never', 409, { error: writeError({ '.tag': 'no_write_permission' }) }],
  ['hash_mismatch', 'never', 409, { error: { '.tag': 'content_hash_mismatch' } }],
  ['not_downloadable', 'never', 409, { error: { '.tag': 'unsupported_file' } }],
  ['not_downloadable', 'never', 409, { error: writeError({ '.tag': 'restricted_content' }) }],
  ['file_too_large', 'never', 409, { error: { '.tag': 'payload_too_large' } }],
  ['cursor_reset', 'never', 409, { error: { '.tag': 'reset' } }],
  ['unexpected', 'never', 409, { error: { '.tag': 'a_tag_of_2031' } }],
  ['app_user_limit', 'never', 400, 'This app has reached its user limit.'],
])('%s, retry %s: HTTP %d %o', (code, retry, status, body) => {
  const answer = { status, headers: new Headers(), error: body }
  const error = dropboxError(answer, 'files/upload', 0)
  expect(error).toBeInstanceOf(SyncError)
  expect({ code: error.code, retry: error.retry, cause: error.cause }).toEqual({ code, retry, cause: answer })
})

test('an upload error is flat, a finish error nested: the tags are the same', () => {
  const flat = { '.tag': 'path', reason: { '.tag': 'conflict', conflict: { '.tag': 'file' } }, upload_session_id: 'A' }
  const nested = { '.tag': 'path', path: { '.tag': 'conflict', conflict: { '.tag': 'file' } } }
  for (const error of [flat, nested]) {
    expect(errorTags({ error_summary: 'path/conflict/file/...', error })).toEqual(['path', 'conflict', 'file'])
  }
})

test('a void member may come as a bare tag, and the summary with its random dots serves without a union', () => {
  expect(errorTags({ error: { '.tag': 'path', path: 'not_found' } })).toEqual(['path', 'not_found'])
  expect(errorTags({ error: { reason: 'too_many_requests' } })).toEqual(['too_many_requests'])
  for (const dots of ['', '.', '..', '...']) {
    expect(errorTags({ error_summary: `path/not_found/${dots}` })).toEqual(['path', 'not_found'])
  }
  expect(errorTags('<html>')).toEqual([])
  expect(errorTags(null)).toEqual([])
})

test('a message names call, tags, status and request id, and says what to do', () => {
  const headers = new Headers({ 'x-dropbox-request-id': 'abc123' })
  const body = { error: { '.tag': 'path', path: { '.tag': 'insufficient_space' } } }
  expect(dropboxError({ status: 409, headers, error: body }, 'files/upload_session/finish', 0).message).toBe(
    'Dropbox refused files/upload_session/finish: path/insufficient_space, HTTP 409, request abc123. ' +
      'The Dropbox is full: the user has to free space.',
  )
})

test('no message holds a token, a code or contents, even when Dropbox repeats them', async () => {
  const echo = 'canary-access canary-refresh canary-content'
  const answers = [400, 401, 403, 404, 409, 422, 429, 500].map((status) => ({
    status,
    headers: new Headers(),
    error: echo,
  }))
  for (const answer of [...answers, new NoAnswer('x', { cause: new TypeError('fetch failed') })]) {
    expect(String(dropboxError(answer, 'files/upload', 0))).not.toContain('canary')
  }
  const { remote } = scriptedDropbox({
    'oauth2/token': [Response.json({ access_token: 'canary-access', expires_in: 1000 })],
    'files/get_metadata': [new TypeError('fetch failed')],
  })
  const error = await remote.get('id:x' as never).catch((error: unknown) => error)
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary')
})

test('the connected account and its provider show no secret to an inspector', () => {
  const { remote, provider } = scriptedDropbox({}, { appSecret: 'secret-canary' })
  expect(inspect([remote, provider], { depth: 10, showHidden: true })).not.toContain('canary')
  expect(JSON.stringify([remote, provider])).not.toContain('canary')
})

test('the wait is the longer one of header and body; a header may be a date', () => {
  const now = Date.parse('2026-11-22T08:00:00Z')
  expect(retryAfterMs('300', {}, now)).toBe(300_000)
  expect(retryAfterMs('1', { error: { reason: { '.tag': 'x' }, retry_after: 15 } }, now)).toBe(15_000)
  expect(retryAfterMs(null, { retry_after: 2 }, now)).toBe(2000)
  expect(retryAfterMs('Sun, 22 Nov 2026 08:01:00 GMT', '', now)).toBe(60_000)
  expect(retryAfterMs('soon', 'plain text', now)).toBeNull()
  expect(retryAfterMs(null, {}, now)).toBeNull()
})

test('a mistake of ours is no lost connection: it is not tried again', () => {
  expect(dropboxError(new TypeError('x is not a function'), 'files/upload', 0)).toMatchObject({
    code: 'unexpected',
    retry: 'never',
  })
})
