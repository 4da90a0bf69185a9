import { fill, lookupRefusals, occupyNamespace, placeRefusals, refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'

const other = { body: 'other content' }
const quiet = { '.tag': 'overwrite' }
const wrongHash = '0'.repeat(64)

/** Names that Dropbox does not store, for whoever writes. */
const names: readonly (readonly [why: string, reason: string, name: string])[] = [
  ['a space at the end', 'malformed_path', 'report '],
  ['a slash at the end', 'malformed_path', 'folder/'],
  ['an empty name in between', 'malformed_path', 'folder//x'],
  ['one dot', 'malformed_path', './x'],
  ['two dots', 'malformed_path', '../x'],
  ['256 characters', 'malformed_path', 'x'.repeat(256)],
  ['a DEL', 'malformed_path', 'a\u007fb'],
  ['a NUL', 'malformed_path', 'a\u0000b'],
  ['desktop.ini', 'disallowed_name', 'Desktop.ini'],
  ['.DS_Store', 'disallowed_name', '.DS_Store'],
  ['.dropbox', 'disallowed_name', '.dropbox'],
  ['.dropbox.attr', 'disallowed_name', '.dropbox.attr'],
  ['.dropbox.cache', 'disallowed_name', '.dropbox.cache'],
  ['Icon and a return', 'disallowed_name', 'Icon\r'],
]

function noSpace(route: string, argOf: Refusal['argOf'], error: string): Refusal {
  return { route, why: 'a full account', argOf, options: other, prepare: fill, status: 409, error }
}

export const uploadRefusals: readonly Refusal[] = [
  ...placeRefusals('files/upload', 'path', (path) => ({ path }), other),
  ...refusals(
    'files/upload',
    409,
    names.map(([why, reason, name]) => [why, `path/${reason}`, { path: `/${name}`, mode: quiet }, other] as const),
  ),
  noSpace('files/upload', async () => ({ path: '/big.txt' }), 'path/insufficient_space'),
  {
    route: 'files/upload',
    why: 'more bytes than a request may carry',
    arg: { path: '/big.txt' },
    options: other,
    prepare: ({ emulator }) => void Object.assign(emulator.switches, { largestRequestBytes: 3 }),
    status: 409,
    error: 'payload_too_large',
  },
  ...refusals('files/upload', 409, [
    ['bytes of another hash', 'content_hash_mismatch', { path: '/x', content_hash: wrongHash }, other],
    [
      'an old revision',
      'path/conflict/file',
      { path: '/a.txt', mode: { '.tag': 'update', update: '0123456789' } },
      other,
    ],
    [
      'identical content with `strict_conflict`',
      'path/conflict/file',
      { path: '/a.txt', strict_conflict: true },
      { body: 'a' },
    ],
    [
      'an update of a file that is gone, with `strict_conflict`',
      'path/conflict/file',
      { path: '/gone.txt', mode: { '.tag': 'update', update: '0123456789' }, strict_conflict: true },
      other,
    ],
    ['a folder, in every mode', 'path/conflict/folder', { path: '/folder', mode: quiet }, other],
    ['an id of nothing', 'path/malformed_path', { path: 'id:AAAAAAAAAAAAAAAAAAAAAA' }, other],
    ['a namespace of nobody', 'path/malformed_path', { path: 'ns:1/a.txt' }, other],
  ]),
  {
    route: 'files/upload',
    why: 'characters outside of the Basic Multilingual Plane, where they are refused',
    arg: { path: '/\u{1f680}.txt' },
    options: other,
    prepare: ({ emulator }) => void Object.assign(emulator.switches, { astralNames: 'refused' }),
    status: 409,
    error: 'path/malformed_path',
  },
]

const deleteRoutes = ['files/delete_v2', 'files/delete']
const createRoutes = ['files/create_folder_v2', 'files/create_folder']
const relocations = [
  ['files/move_v2', 'move'],
  ['files/move', 'move'],
  ['files/copy_v2', 'copy'],
  ['files/copy', 'copy'],
] as const

export const folderRefusals: readonly Refusal[] = createRoutes.flatMap((route) => [
  ...placeRefusals(route, 'path', (path) => ({ path })),
  ...refusals(
    route,
    409,
    names.map(([why, reason, name]) => [why, `path/${reason}`, { path: `/${name}` }] as const),
  ),
])

export const deletionRefusals: readonly Refusal[] = deleteRoutes.flatMap((route) => [
  ...lookupRefusals(route, 'path_lookup', (path) => ({ path })),
  ...refusals(route, 409, [
    ['a revision of a folder', 'path_lookup/not_file', { path: '/folder', parent_rev: '0123456789' }],
    ['an old revision', 'path_write/conflict/file', { path: '/a.txt', parent_rev: '0123456789' }],
    ['what one may only look at', 'path_write/no_write_permission', { path: '/Read only/r.txt' }],
  ]),
  {
    route,
    why: 'another write in the namespace',
    arg: { path: '/a.txt' },
    prepare: occupyNamespace,
    status: 409,
    error: 'path_write/too_many_write_operations',
  },
])

export const relocationRefusals: readonly Refusal[] = relocations.flatMap(([route, kind]): readonly Refusal[] => [
  ...lookupRefusals(route, 'from_lookup', (path) => ({ from_path: path, to_path: '/new.txt' })),
  ...placeRefusals(route, 'to', (path) => ({ from_path: '/folder/c.txt', to_path: path })),
  {
    route,
    why: 'the root of a namespace',
    argOf: async ({ call }) => {
      const { result } = await call('users/get_current_account', null)
      const { root_info } = result as { readonly root_info: { readonly root_namespace_id: string } }
      return { from_path: `ns:${root_info.root_namespace_id}`, to_path: '/new' }
    },
    options: { as: 'full' },
    status: 409,
    error: 'from_write/no_write_permission',
  },
  ...refusals(route, 409, [
    ['a folder into itself', 'cant_move_folder_into_itself', { from_path: '/folder', to_path: '/folder/inner' }],
    ['a folder onto itself', 'duplicated_or_nested_paths', { from_path: '/folder', to_path: '/folder' }],
  ]),
  {
    route,
    why: 'a folder of more than 10,000 entries',
    arg: { from_path: '/many', to_path: '/more' },
    prepare: async ({ call }) => {
      const paths = Array.from({ length: 10_000 }, (_, index) => `/many/${index}`)
      await call('files/create_folder_batch', { paths })
    },
    status: 409,
    error: 'too_many_files',
  },
  ...(kind === 'move'
    ? refusals(route, 409, [
        [
          'what one may only look at',
          'from_write/no_write_permission',
          { from_path: '/Read only/r.txt', to_path: '/r' },
        ],
        [
          'a shared folder into another',
          'cant_nest_shared_folder',
          { from_path: '/Apps/Demo CRM/Read only', to_path: '/Shared/inner' },
          { as: 'full' },
        ],
      ])
    : [
        ...refusals(route, 409, [
          ['a shared folder', 'cant_copy_shared_folder', { from_path: '/Shared', to_path: '/Copy' }, { as: 'full' }],
        ]),
        {
          route,
          why: 'a full account',
          arg: { from_path: '/a.txt', to_path: '/copy.txt' },
          prepare: fill,
          status: 409,
          error: 'insufficient_quota',
        },
      ]),
])

export const restoreRefusals: readonly Refusal[] = [
  ...lookupRefusals('files/restore', 'path_lookup', (path) => ({ path, rev: '0123456789' }), ['not_file']),
  ...refusals('files/restore', 409, [
    ['a revision that the file never had', 'invalid_revision', { path: '/a.txt', rev: '0123456789' }],
  ]),
  ...(
    [
      ['what one may only look at', '/Read only/r.txt', 'no_write_permission', undefined],
      ['another write in the namespace', '/a.txt', 'too_many_write_operations', occupyNamespace],
    ] as const
  ).map(([why, path, reason, prepare]): Refusal => ({
    route: 'files/restore',
    why,
    argOf: async ({ owner }) => {
      const file = await owner.files.get(`/Apps/Demo CRM${path}`)
      return { path, rev: file.kind === 'file' ? file.rev : '' }
    },
    prepare,
    status: 409,
    error: `path_write/${reason}`,
  })),
  {
    route: 'files/restore',
    why: 'a full account',
    argOf: async (world) => {
      const file = await world.owner.files.get('/Apps/Demo CRM/a.txt')
      await world.call('files/delete_v2', { path: '/a.txt' })
      world.owner.setQuota(world.owner.usedBytes)
      return { path: '/a.txt', rev: file.kind === 'file' ? file.rev : '' }
    },
    status: 409,
    error: 'path_write/insufficient_space',
  },
]

export const jobRefusals: readonly Refusal[] = [
  'files/create_folder_batch/check',
  'files/delete_batch/check',
  'files/move_batch/check',
  'files/move_batch/check_v2',
  'files/copy_batch/check',
  'files/copy_batch/check_v2',
  'files/upload_session/finish_batch/check',
].flatMap((route) => refusals(route, 409, [['an unknown job', 'invalid_async_job_id', { async_job_id: 'x' }]]))
