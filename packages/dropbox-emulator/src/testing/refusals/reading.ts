import { lookupRefusals, refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { WireWorld } from '../wire-world.ts'

const readable = ['not_file', 'restricted_content'] as const
const atPath = (path: string) => ({ path })
const decomposed = 'e\u0301t\u00e9.txt'

async function cursorOf({ call }: WireWorld, path = ''): Promise<string> {
  const { result } = await call('files/list_folder', { path })
  return (result as { readonly cursor: string }).cursor
}

async function linkOf({ call }: WireWorld, path: string, settings?: object): Promise<string> {
  const { result } = await call('sharing/create_shared_link_with_settings', { path, settings }, { as: 'folder' })
  return (result as { readonly url: string }).url
}

/** What cannot be looked up, listed or read. */
export const readingRefusals: readonly Refusal[] = [
  ...lookupRefusals('files/list_folder', 'path', atPath, ['not_folder']),
  ...lookupRefusals('files/list_folder/get_latest_cursor', 'path', atPath, ['not_folder']),
  {
    route: 'files/list_folder/continue',
    why: 'a cursor that has expired',
    argOf: async (world) => {
      const cursor = await cursorOf(world)
      world.owner.expireCursors()
      return { cursor }
    },
    status: 409,
    error: 'reset',
  },
  {
    route: 'files/list_folder/continue',
    why: 'a cursor of somebody else',
    argOf: async (world) => ({ cursor: await cursorOf(world) }),
    options: { as: 'other' },
    status: 409,
    error: 'reset',
  },
  {
    route: 'files/list_folder/continue',
    why: 'a folder that is gone',
    argOf: async (world) => {
      const cursor = await cursorOf(world, '/folder')
      await world.call('files/delete_v2', { path: '/folder' })
      return { cursor }
    },
    status: 409,
    error: 'path/not_found',
  },
  {
    route: 'files/list_folder/continue',
    why: 'a folder that has become a file',
    argOf: async (world) => {
      const cursor = await cursorOf(world, '/folder')
      await world.call('files/delete_v2', { path: '/folder' })
      await world.call('files/upload', { path: '/folder' }, { body: 'now a file' })
      return { cursor }
    },
    status: 409,
    error: 'path/not_folder',
  },
  {
    route: 'files/list_folder/longpoll',
    why: 'a cursor that has expired',
    argOf: async (world) => {
      const cursor = await cursorOf(world)
      world.owner.expireCursors()
      return { cursor }
    },
    status: 409,
    error: 'reset',
  },
  ...lookupRefusals('files/get_metadata', 'path', atPath),
  ...refusals('files/get_metadata', 409, [
    ['a name in decomposed Unicode', 'path/not_found', { path: `/${decomposed}` }],
    ['an id of nothing', 'path/not_found', { path: 'id:AAAAAAAAAAAAAAAAAAAAAA' }],
    ['a namespace of nobody', 'path/not_found', { path: 'ns:1/a.txt' }],
  ]),
  {
    route: 'files/get_metadata',
    why: 'a path outside of the app folder',
    argOf: async ({ owner }) => ({ path: (await owner.files.get('/Shared/s.txt')).id }),
    status: 409,
    error: 'path/not_found',
  },
  ...lookupRefusals('files/download', 'path', atPath, readable),
  ...refusals('files/download', 409, [
    ['a document', 'unsupported_file', { path: '/Notes.paper' }],
    ['a revision that is unknown', 'path/not_found', { path: 'rev:0123456789' }],
  ]),
  ...lookupRefusals('files/export', 'path', atPath, readable),
  ...refusals('files/export', 409, [
    ['a file', 'non_exportable', { path: '/a.txt' }],
    ['a format that there is not', 'invalid_export_format', { path: '/Notes.paper', export_format: 'docx' }],
  ]),
  ...lookupRefusals('files/get_thumbnail_v2', 'path', (path) => ({ resource: { '.tag': 'path', path } }), readable),
  ...refusals('files/get_thumbnail_v2', 409, [
    ['text', 'unsupported_extension', { resource: { '.tag': 'path', path: '/a.txt' } }],
    ['no picture', 'unsupported_image', { resource: { '.tag': 'path', path: '/broken.png' } }],
    [
      'a link that leads nowhere',
      'not_found',
      { resource: { '.tag': 'link', url: 'https://www.dropbox.com/scl/fi/x/y' } },
    ],
  ]),
  {
    route: 'files/get_thumbnail_v2',
    why: 'a link with a password',
    argOf: async (world) => ({
      resource: { '.tag': 'link', url: await linkOf(world, '/picture.png', { link_password: 'x' }) },
    }),
    options: { as: 'other' },
    status: 409,
    error: 'access_denied',
  },
  ...lookupRefusals('files/get_thumbnail', 'path', atPath, readable),
  ...refusals('files/get_thumbnail', 409, [
    ['text', 'unsupported_extension', { path: '/a.txt' }],
    ['no picture', 'unsupported_image', { path: '/broken.png' }],
  ]),
  ...refusals('files/get_thumbnail_batch', 409, [
    ['26 files', 'too_many_files', { entries: Array.from({ length: 26 }, () => ({ path: '/picture.png' })) }],
  ]),
  ...lookupRefusals('files/get_temporary_link', 'path', atPath, readable),
  ...refusals('files/get_temporary_link', 409, [['a document', 'unsupported_file', { path: '/Notes.paper' }]]),
  {
    route: 'files/get_temporary_link',
    why: 'an owner who has not confirmed the address',
    arg: { path: '/a.txt' },
    prepare: ({ owner }) => void (owner.isEmailVerified = false),
    status: 409,
    error: 'email_not_verified',
  },
  ...lookupRefusals('files/list_revisions', 'path', atPath, ['not_file']),
  ...refusals('files/list_revisions', 409, [
    ['a revision that the file never had', 'invalid_before_rev', { path: '/a.txt', before_rev: '0123456789' }],
    ['paging by id', 'before_rev_not_supported', { path: '/a.txt', mode: { '.tag': 'id' }, before_rev: '0123456789' }],
  ]),
  ...lookupRefusals('files/search_v2', 'path', (path) => ({ query: 'a', options: { path } }), ['not_folder']),
  ...refusals('files/search_v2', 409, [['no words', 'invalid_argument', { query: ' ' }]]),
  ...refusals('files/search/continue_v2', 409, [['no cursor', 'invalid_argument', { cursor: 'x' }]]),
  ...refusals('users/get_account', 409, [
    ['an unknown account', 'no_account', { account_id: `dbid:${'x'.repeat(35)}` }],
  ]),
  ...refusals('users/get_account_batch', 409, [
    ['an unknown account', 'no_account', { account_ids: [`dbid:${'x'.repeat(35)}`] }],
  ]),
  ...refusals('users/features/get_values', 409, [['no features', 'empty_features_list', { features: [] }]]),
]

const unknownLink = 'https://www.dropbox.com/scl/fi/x/y?rlkey=z'

/** What cannot be shared, and links that cannot be followed. */
export const sharingRefusals: readonly Refusal[] = [
  ...lookupRefusals('sharing/create_shared_link_with_settings', 'path', atPath),
  ...refusals('sharing/create_shared_link_with_settings', 409, [
    [
      'a password that is not given',
      'settings_error/invalid_settings',
      { path: '/a.txt', settings: { require_password: true } },
    ],
    [
      'an end in the past',
      'settings_error/invalid_settings',
      { path: '/a.txt', settings: { expires: '2020-01-01T00:00:00Z' } },
    ],
  ]),
  {
    route: 'sharing/create_shared_link_with_settings',
    why: 'a password without a paid plan',
    arg: { path: '/a.txt', settings: { link_password: 'x' } },
    prepare: ({ owner }) => owner.setPlan('basic'),
    status: 409,
    error: 'settings_error/not_authorized',
  },
  {
    route: 'sharing/create_shared_link_with_settings',
    why: 'an owner who has not confirmed the address',
    arg: { path: '/a.txt' },
    prepare: ({ owner }) => void (owner.isEmailVerified = false),
    status: 409,
    error: 'email_not_verified',
  },
  {
    route: 'sharing/create_shared_link_with_settings',
    why: 'a second link',
    arg: { path: '/a.txt' },
    prepare: async (world) => void (await linkOf(world, '/a.txt')),
    status: 409,
    error: 'shared_link_already_exists/metadata',
  },
  ...lookupRefusals('sharing/list_shared_links', 'path', atPath),
  ...refusals('sharing/list_shared_links', 409, [['a cursor that is none', 'reset', { cursor: 'x' }]]),
  ...refusals('sharing/revoke_shared_link', 409, [
    ['a link that leads nowhere', 'shared_link_not_found', { url: unknownLink }],
    ['no address', 'shared_link_malformed', { url: 'a.txt' }],
  ]),
  ...refusals('sharing/get_shared_link_metadata', 409, [
    ['a link that leads nowhere', 'shared_link_not_found', { url: unknownLink }],
  ]),
  ...refusals('sharing/get_shared_link_file', 409, [
    ['a link that leads nowhere', 'shared_link_not_found', { url: unknownLink }],
  ]),
  {
    route: 'sharing/get_shared_link_file',
    why: 'a link to a folder',
    argOf: async (world) => ({ url: await linkOf(world, '/folder') }),
    status: 409,
    error: 'shared_link_is_directory',
  },
  {
    route: 'sharing/revoke_shared_link',
    why: 'a link of somebody else',
    argOf: async (world) => ({ url: await linkOf(world, '/a.txt') }),
    options: { as: 'other' },
    status: 409,
    error: 'shared_link_access_denied',
  },
  {
    route: 'sharing/get_shared_link_metadata',
    why: 'a wrong password',
    argOf: async (world) => ({ url: await linkOf(world, '/a.txt', { link_password: 'x' }), link_password: 'y' }),
    options: { as: 'other' },
    status: 409,
    error: 'shared_link_access_denied',
  },
  {
    route: 'sharing/get_shared_link_file',
    why: 'a link that has expired',
    argOf: async (world) => {
      const url = await linkOf(world, '/a.txt', { expires: '2099-01-01T00:00:00Z' })
      world.emulator.clock.advance(Date.parse('2099-01-01T00:00:00Z') - world.emulator.clock.now())
      return { url }
    },
    options: ({ emulator }) => ({
      headers: { authorization: `Bearer ${emulator.tokenFor('jonas@example.com', 'full').accessToken}` },
    }),
    status: 409,
    error: 'shared_link_access_denied',
  },
  ...(
    [
      ['/Apps/Demo CRM/a.txt', 'is_file'],
      ['/Shared', 'already_shared'],
      ['/nowhere', 'invalid_path'],
      ['/Apps/Demo CRM', 'is_app_folder'],
      ['/Apps/Demo CRM/folder', 'inside_app_folder'],
    ] as const
  ).map(([path, reason]) => ({
    route: 'sharing/share_folder',
    why: `what is ${reason}`,
    arg: { path },
    options: { as: 'full' as const },
    status: 409,
    error: `bad_path/${reason}`,
  })),
  {
    route: 'sharing/share_folder',
    why: 'a folder with a shared one in it',
    arg: { path: '/Outer' },
    options: { as: 'full' },
    prepare: async ({ owner }) => void (await owner.files.move('/Shared', '/Outer/Shared')),
    status: 409,
    error: 'bad_path/contains_shared_folder',
  },
  {
    route: 'sharing/share_folder',
    why: 'a folder with an app folder in it',
    arg: { path: '/Apps' },
    options: { as: 'full' },
    prepare: ({ owner }) => owner.files.delete('/Apps/Demo CRM/Read only'),
    status: 409,
    error: 'bad_path/contains_app_folder',
  },
  {
    route: 'sharing/share_folder',
    why: 'a folder in a shared one',
    arg: { path: '/Shared/inner' },
    options: { as: 'full' },
    prepare: async ({ owner }) => void (await owner.files.createFolder('/Shared/inner')),
    status: 409,
    error: 'bad_path/inside_shared_folder',
  },
  {
    route: 'sharing/share_folder',
    why: 'an owner who has not confirmed the address',
    arg: { path: '/Shared' },
    options: { as: 'full' },
    prepare: ({ owner }) => void (owner.isEmailVerified = false),
    status: 409,
    error: 'email_unverified',
  },
  ...refusals('sharing/list_folders/continue', 409, [['no cursor', 'invalid_cursor', { cursor: 'x' }, { as: 'full' }]]),
]
