import type { WireWorld } from '../wire-world.ts'
import { placeRefusals, refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'

const wrongHash = '0'.repeat(64)
const unknown = { session_id: 'pid_upload_session:x', offset: 0 }

/** Starts a session. @returns its id */
export async function startSession(
  { call }: WireWorld,
  { body = '', ...arg }: { readonly body?: string; readonly close?: boolean; readonly session_type?: string } = {},
): Promise<string> {
  const { result } = await call('files/upload_session/start', arg, { body })
  return (result as { readonly session_id: string }).session_id
}

/** A cursor of a session that has taken three bytes. */
async function threeBytes(world: WireWorld, offset: number, close = false) {
  return { session_id: await startSession(world, { body: 'abc', close }), offset }
}

async function concurrent(world: WireWorld, offset: number) {
  return { session_id: await startSession(world, { session_type: 'concurrent' }), offset }
}

const tooMuch = ({ emulator }: WireWorld) => void Object.assign(emulator.switches, { largestRequestBytes: 3 })
const tooLarge = ({ emulator }: WireWorld) => void Object.assign(emulator.switches, { largestFileBytes: 4 })
type CursorOf = (world: WireWorld) => Promise<object>

/** What a piece is refused for; each route takes the cursor in its own place. */
function pieceRefusals(route: string, argOf: (cursor: object) => object): readonly Refusal[] {
  const row = (why: string, error: string, cursorOf: CursorOf, more: Partial<Refusal> = {}): Refusal => ({
    route,
    why,
    status: 409,
    error,
    argOf: async (world) => argOf(await cursorOf(world)),
    options: { body: 'def' },
    ...more,
  })
  return [
    row('an unknown session', 'not_found', async () => unknown),
    row(
      'a session of more than seven days ago',
      'not_found',
      async (world) => {
        const cursor = await threeBytes(world, 3)
        world.emulator.clock.advance(7 * 24 * 60 * 60 * 1000)
        return cursor
      },
      {
        options: ({ emulator, owner }) => ({
          body: 'def',
          headers: { authorization: `Bearer ${emulator.tokenFor(owner.email, 'folder').accessToken}` },
        }),
      },
    ),
    row('a wrong offset', 'incorrect_offset', (world) => threeBytes(world, 2), { fields: { correct_offset: 3 } }),
    row('a session that is closed', 'closed', (world) => threeBytes(world, 3, true)),
    row('more than a file may have', 'too_large', (world) => threeBytes(world, 3), { prepare: tooLarge }),
    row('a place within a block', 'concurrent_session_invalid_offset', (world) => concurrent(world, 3)),
    row('half a block that does not close', 'concurrent_session_invalid_data_size', (world) => concurrent(world, 0)),
    row('more bytes than a request may carry', 'payload_too_large', (world) => threeBytes(world, 3), {
      options: { body: 'defg' },
      prepare: tooMuch,
    }),
  ]
}

function finishRow(why: string, error: string, cursorOf: CursorOf, more: Partial<Refusal> = {}): Refusal {
  return {
    route: 'files/upload_session/finish',
    why,
    status: 409,
    error,
    argOf: async (world) => ({ cursor: await cursorOf(world), commit: { path: '/new.txt' } }),
    ...more,
  }
}

export const sessionRefusals: readonly Refusal[] = [
  ...refusals('files/upload_session/start', 409, [
    [
      'bytes for a concurrent session',
      'concurrent_session_data_not_allowed',
      { session_type: 'concurrent' },
      { body: 'abc' },
    ],
    [
      'a concurrent session that is closed at once',
      'concurrent_session_close_not_allowed',
      { session_type: { '.tag': 'concurrent' }, close: true },
    ],
    ['bytes of another hash', 'content_hash_mismatch', { content_hash: wrongHash }, { body: 'abc' }],
  ]),
  {
    route: 'files/upload_session/start',
    why: 'more bytes than a request may carry',
    arg: {},
    options: { body: 'abcd' },
    prepare: tooMuch,
    status: 409,
    error: 'payload_too_large',
  },
  ...pieceRefusals('files/upload_session/append_v2', (cursor) => ({ cursor })),
  ...pieceRefusals('files/upload_session/append', (cursor) => cursor),
  ...refusals('files/upload_session/append_v2', 409, [
    ['bytes of another hash', 'content_hash_mismatch', { cursor: unknown, content_hash: wrongHash }, { body: 'abc' }],
  ]),
  ...refusals('files/upload_session/append_batch', 409, [
    ['lengths that do not add up', 'length_mismatch', { entries: [{ cursor: unknown, length: 2 }] }, { body: 'abc' }],
    [
      'bytes of another hash',
      'content_hash_mismatch',
      { entries: [{ cursor: unknown, length: 3 }], content_hash: wrongHash },
      { body: 'abc' },
    ],
  ]),
  {
    route: 'files/upload_session/append_batch',
    why: 'more bytes than a request may carry',
    arg: { entries: [{ cursor: unknown, length: 4 }] },
    options: { body: 'abcd' },
    prepare: tooMuch,
    status: 409,
    error: 'payload_too_large',
  },
  finishRow('an unknown session', 'lookup_failed/not_found', async () => unknown),
  finishRow('a wrong offset', 'lookup_failed/incorrect_offset', (world) => threeBytes(world, 4)),
  finishRow('bytes for a closed session', 'lookup_failed/closed', (world) => threeBytes(world, 3, true), {
    options: { body: 'more' },
  }),
  finishRow('more than a file may have', 'lookup_failed/too_large', (world) => threeBytes(world, 3), {
    options: { body: 'def' },
    prepare: tooLarge,
  }),
  finishRow('more bytes than a request may carry', 'payload_too_large', (world) => threeBytes(world, 3), {
    options: { body: 'defg' },
    prepare: tooMuch,
  }),
  {
    route: 'files/upload_session/finish',
    why: 'bytes of another hash',
    arg: { cursor: unknown, commit: { path: '/x' }, content_hash: wrongHash },
    options: { body: 'abc' },
    status: 409,
    error: 'content_hash_mismatch',
  },
  finishRow(
    'bytes at the end of a concurrent session',
    'concurrent_session_data_not_allowed',
    (world) => concurrent(world, 0),
    { options: { body: 'abc' } },
  ),
  finishRow('a concurrent session that is open', 'concurrent_session_not_closed', (world) => concurrent(world, 0)),
  finishRow('a concurrent session with a gap', 'concurrent_session_missing_data', async (world) => {
    const cursor = await concurrent(world, 4_194_304)
    await world.call('files/upload_session/append_v2', { cursor, close: true }, { body: 'abc' })
    return { ...cursor, offset: 4_194_307 }
  }),
  finishRow('a full account', 'path/insufficient_space', async (world) => {
    const cursor = await threeBytes(world, 3)
    world.owner.setQuota(world.owner.usedBytes)
    return cursor
  }),
  ...placeRefusals('files/upload_session/finish', 'path', (path) => path).map(({ argOf, ...row }): Refusal => ({
    ...row,
    argOf: async (world) => {
      const path = await argOf?.(world)
      return { cursor: await threeBytes(world, 3), commit: { path } }
    },
  })),
]
