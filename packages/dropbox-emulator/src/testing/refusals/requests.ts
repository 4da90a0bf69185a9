import { refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'

const json = { 'content-type': 'application/json' }
const listPattern = String.raw`(/(.|[\r\n])*)?|id:.*|(ns:[0-9]+(/.*)?)`
const writePattern = String.raw`(/(.|[\r\n])*)|(ns:[0-9]+(/.*)?)|(id:.*)`
const inHeader = 'HTTP header "Dropbox-API-Arg": '
const noToken = 'Must provide HTTP header "Authorization" or URL parameter "authorization".'

/** Requests that are refused before anything is looked up. */
export const requestRefusals: readonly Refusal[] = [
  ...refusals('files/list_folder', 400, [
    [
      'the root as a slash',
      'request body: path: Specify the root folder as an empty string rather than as "/".',
      { path: '/' },
    ],
    ['an unknown field', "request body: unknown field 'pat'", { path: '', pat: 1 }],
    ['a path without its slash', `request body: path: 'a' did not match pattern '${listPattern}'`, { path: 'a' }],
    ['null for a path', 'request body: path: expected string, got null', { path: null }],
    ['a number for a path', 'request body: path: expected string, got integer', { path: 1 }],
    ['text for a flag', 'request body: recursive: expected boolean, got string', { path: '', recursive: 'yes' }],
    ['a limit of nothing', 'request body: limit: 0 is not within range [1, 2000]', { path: '', limit: 0 }],
    ['a limit too high', 'request body: limit: 2001 is not within range [1, 2000]', { path: '', limit: 2001 }],
    ['half a limit', 'request body: limit: expected integer, got float', { path: '', limit: 1.5 }],
    ['a list for an argument', 'request body: expected object, got list', [1]],
    ['no JSON', 'request body: could not decode input as JSON', undefined, { body: '{path', headers: json }],
    [
      'a form',
      'Bad HTTP "Content-Type" header: "application/x-www-form-urlencoded".  Expecting one of "application/json", "application/json; charset=utf-8", "text/plain; charset=dropbox-cors-hack".',
      { path: '' },
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['no token', noToken, { path: '' }, { headers: { authorization: null } }],
    [
      'a root for an app folder',
      'Path root is not supported for sandbox app.',
      { path: '' },
      { headers: { 'dropbox-api-path-root': '{".tag":"home"}' } },
    ],
  ]),
  ...refusals('files/list_folder/continue', 400, [
    ['text that was never a cursor', `Invalid "cursor" parameter: 'foo'`, { cursor: 'foo' }],
    ['no cursor', "request body: missing required field 'cursor'", {}],
  ]),
  ...refusals('files/list_folder/longpoll', 400, [
    ['text that was never a cursor', `Invalid "cursor" parameter: 'foo'`, { cursor: 'foo' }],
    ['a wait too short', 'request body: timeout: 29 is not within range [30, 480]', { cursor: 'foo', timeout: 29 }],
    ['a wait too long', 'request body: timeout: 481 is not within range [30, 480]', { cursor: 'foo', timeout: 481 }],
    [
      'a token',
      'Your request includes an Authorization header, but this function does not use it.',
      { cursor: 'foo' },
      { headers: { authorization: 'Bearer x' } },
    ],
  ]),
  ...refusals('files/get_metadata', 400, [
    ['the root', 'request body: path: The root folder is unsupported.', { path: '' }],
    ['the root as a slash', 'request body: path: The root folder is unsupported.', { path: '/' }],
  ]),
  ...refusals('files/delete_v2', 400, [
    ['no path', "request body: missing required field 'path'", {}],
    ['the root', `request body: path: '' did not match pattern '${writePattern}'`, { path: '' }],
    [
      'a revision that is none',
      "request body: parent_rev: 'x' did not match pattern '[0-9a-f]{9,}'",
      { path: '/a.txt', parent_rev: 'x' },
    ],
  ]),
  ...refusals('files/upload', 400, [
    ['an unknown field', `${inHeader}unknown field 'pat'`, { pat: '/x' }],
    ['a bare `update`', `${inHeader}mode: expected object for 'update', got symbol`, { path: '/x', mode: 'update' }],
    ['an unknown mode', `${inHeader}mode: unknown tag 'replace'`, { path: '/x', mode: 'replace' }],
    [
      'a time with milliseconds',
      `${inHeader}client_modified: time data '2026-01-01T00:00:00.123Z' does not match format '%Y-%m-%dT%H:%M:%SZ'`,
      { path: '/x', client_modified: '2026-01-01T00:00:00.123Z' },
    ],
    [
      'a hash of another length',
      `${inHeader}content_hash: 'abc' did not match pattern '[0-9a-f]{64}'`,
      { path: '/x', content_hash: 'abc' },
    ],
    [
      'JSON as the type of the bytes',
      'Bad HTTP "Content-Type" header: "application/json".  Expecting one of "application/octet-stream", "text/plain; charset=dropbox-cors-hack".',
      { path: '/x' },
      { headers: json },
    ],
    ['no argument', 'Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".', undefined],
    [
      'an argument that is not escaped',
      `${inHeader}could not decode input as JSON`,
      undefined,
      { headers: { 'dropbox-api-arg': '{"path":"/\u00c9"}' } },
    ],
    ['no token', noToken, { path: '/x' }, { headers: { authorization: null } }],
  ]),
  ...refusals('files/download', 400, [
    ['an unknown field', `${inHeader}unknown field 'pat'`, { pat: '/x' }],
    [
      'a type for no body',
      'Bad HTTP "Content-Type" header: "application/json".  Expecting one of "application/octet-stream", "application/octet-stream; charset=utf-8", "text/plain; charset=dropbox-cors-hack".',
      { path: '/a.txt' },
      { headers: json },
    ],
  ]),
  ...refusals('files/upload_session/start_batch', 400, [
    ['no sessions', 'request body: num_sessions: 0 is not within range [1, 1000]', { num_sessions: 0 }],
    ['too many sessions', 'request body: num_sessions: 1001 is not within range [1, 1000]', { num_sessions: 1001 }],
  ]),
  ...refusals('files/delete_batch', 400, [
    [
      'too many entries',
      'request body: entries: list has 1001 items, but may have 1000 at most',
      { entries: Array.from({ length: 1001 }, () => ({ path: '/x' })) },
    ],
  ]),
  ...refusals('files/list_revisions', 400, [
    ['a limit too high', 'request body: limit: 101 is not within range [1, 100]', { path: '/a.txt', limit: 101 }],
  ]),
  ...refusals('files/get_temporary_upload_link', 400, [
    [
      'a life too long',
      'request body: duration: 14401 is not within range [60, 14400]',
      { commit_info: { path: '/x' }, duration: 14_401 },
    ],
  ]),
  ...refusals('users/get_current_account', 400, [
    ['an object for nothing', 'request body: expected null, got value', {}],
  ]),
  ...refusals('users/get_account', 400, [
    [
      'an id of another length',
      String.raw`request body: account_id: 'dbid:x' did not match pattern '[\s\S]{40}'`,
      { account_id: 'dbid:x' },
    ],
  ]),
  ...refusals('check/app', 400, [
    ['no credentials', noToken, { query: 'x' }, { headers: { authorization: null } }],
    [
      'a wrong secret',
      'Invalid app key or secret in HTTP header "Authorization".',
      { query: 'x' },
      { headers: { authorization: `Basic ${btoa('folder:wrong')}` } },
    ],
  ]),
  ...[
    'sharing/share_folder',
    'sharing/list_folders',
    'sharing/mount_folder',
    'files/tags/add',
    'files/lock_file_batch',
  ].flatMap((route) =>
    refusals(route, 400, [
      [
        'an app folder',
        'Your API app is an "App Folder" app. It is not allowed to access this API function.',
        { path: '/folder' },
      ],
    ]),
  ),
  {
    route: 'files/list_folder',
    why: 'a permission that the app has not got',
    prepare: ({ emulator }) => void emulator.apps.add({ key: 'folder', secret: 'folder-secret', scopes: [] }),
    arg: { path: '' },
    status: 400,
    error:
      "Your app (ID: folder) is not permitted to access this endpoint because it does not have the required scope 'files.metadata.read'. The owner of the app can enable the scope for the app using the Permissions tab on the App Console.",
  },
  ...refusals('files/list_folder', 405, [
    ['GET', 'GET is not allowed here.', undefined, { method: 'GET' }],
    ['PUT', 'PUT is not allowed here.', { path: '' }, { method: 'PUT' }],
  ]),
  ...refusals('files/upload', 405, [
    ['GET', 'GET is not allowed here.', { path: '/x' }, { method: 'GET', headers: { 'content-type': null } }],
  ]),
]

/** Calls that are refused for who makes them, or when. */
export const accessRefusals: readonly Refusal[] = [
  {
    route: 'files/list_folder',
    why: 'an unknown token',
    arg: { path: '' },
    options: { headers: { authorization: 'Bearer nonsense' } },
    status: 401,
    error: 'invalid_access_token',
  },
  {
    route: 'files/list_folder',
    why: 'a token of an app that its owner has disconnected',
    arg: { path: '' },
    prepare: ({ owner }) => owner.revokeApp('folder'),
    status: 401,
    error: 'invalid_access_token',
  },
  {
    route: 'users/get_space_usage',
    why: 'a token of more than four hours ago',
    prepare: ({ emulator }) => emulator.clock.advance(4 * 60 * 60 * 1000),
    status: 401,
    error: 'expired_access_token',
  },
  {
    route: 'files/delete_v2',
    why: 'a token without the permission',
    arg: { path: '/a.txt' },
    options: ({ emulator, owner }) => ({
      headers: {
        authorization: `Bearer ${emulator.tokenFor(owner.email, 'folder', ['files.content.read']).accessToken}`,
      },
    }),
    status: 401,
    error: 'missing_scope',
    fields: { required_scope: 'files.content.write' },
  },
  {
    route: 'users/get_current_account',
    why: 'an account that Dropbox has suspended',
    prepare: ({ owner }) => void (owner.isSuspended = true),
    status: 401,
    error: 'user_suspended',
  },
  {
    route: 'files/get_metadata',
    why: 'an account that the function is not for',
    arg: { path: '/a.txt' },
    prepare: ({ emulator }) => void emulator.faults.add({ type: 'status', status: 403 }),
    status: 403,
    error: 'invalid_account_type/endpoint',
  },
  {
    route: 'files/list_folder',
    why: 'another root than the account has',
    arg: { path: '' },
    options: { as: 'full', headers: { 'dropbox-api-path-root': '{".tag":"root","root":"1"}' } },
    status: 422,
    error: 'invalid_root/user',
  },
  {
    route: 'files/list_folder',
    why: 'a namespace that the account has not got',
    arg: { path: '' },
    options: { as: 'full', headers: { 'dropbox-api-path-root': '{".tag":"namespace_id","namespace_id":"1"}' } },
    status: 422,
    error: 'no_permission',
  },
  {
    route: 'files/list_folder',
    why: 'too many calls in a minute',
    arg: { path: '' },
    prepare: async ({ call, emulator }) => {
      Object.assign(emulator.switches, { callsPerMinute: 1 })
      await call('files/list_folder', { path: '' })
    },
    status: 429,
    error: 'too_many_requests',
    fields: { retry_after: 300 },
  },
  {
    route: 'files/list_folder',
    why: 'too many calls in a minute, told as text',
    arg: { path: '' },
    prepare: async ({ call, emulator }) => {
      Object.assign(emulator.switches, { callsPerMinute: 1, rateLimitBody: 'text' })
      await call('files/list_folder', { path: '' })
    },
    status: 429,
    error: 'Too many requests.',
  },
  {
    route: 'files/create_folder_v2',
    why: 'another write in the namespace',
    arg: { path: '/new' },
    prepare: ({ call, emulator }) => {
      Object.assign(emulator.switches, { writeLockMs: 40 })
      void call('files/create_folder_v2', { path: '/first' })
    },
    status: 429,
    error: 'too_many_write_operations',
    fields: { retry_after: 1 },
  },
]
