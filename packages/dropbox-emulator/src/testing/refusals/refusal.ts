import type { CallOptions, WireWorld } from '../wire-world.ts'

/** One thing that a route must refuse. */
export interface Refusal {
  readonly route: string
  /** What is wrong about the request. */
  readonly why: string
  readonly arg?: unknown
  /** The argument, where it needs something of the world. */
  readonly argOf?: ((world: WireWorld) => Promise<unknown>) | undefined
  readonly options?: CallOptions | ((world: WireWorld) => CallOptions) | undefined
  /** What happens before the call. */
  readonly prepare?: ((world: WireWorld) => void | Promise<void>) | undefined
  readonly status: number
  /** The tags of a JSON error from the outside in, or the text of another one without the name of the function. */
  readonly error: string
  /** Fields that the error has besides its tags. */
  readonly fields?: object | undefined
}

/** Refusals of one route with one status. */
export function refusals(
  route: string,
  status: number,
  rows: readonly (readonly [why: string, error: string, arg: unknown, options?: CallOptions])[],
): readonly Refusal[] {
  return rows.map(([why, error, arg, options]) => ({ route, status, why, error, arg, options }))
}

/** Lets another write have the namespace for a moment. */
export function occupyNamespace({ emulator, call }: WireWorld): void {
  Object.assign(emulator.switches, { writeLockMs: 40, busyNamespace: 'unionMember' })
  void call('files/create_folder_v2', { path: `/busy ${Math.random()}` })
}

/** Refusals of a place to write to, under a member of a route's error union. */
export function placeRefusals(
  route: string,
  member: string,
  argOf: (path: string, world: WireWorld) => unknown,
  options?: CallOptions,
): readonly Refusal[] {
  const row = (why: string, reason: string, path: string, prepare?: Refusal['prepare']): Refusal => ({
    route,
    why,
    status: 409,
    error: `${member}/${reason}`,
    argOf: async (world) => argOf(path, world),
    options,
    prepare,
  })
  return [
    row('a backslash in a name', 'malformed_path', '/a\\b.txt'),
    row('a name that Dropbox keeps for itself', 'disallowed_name', '/folder/Thumbs.DB'),
    row('a folder that one may only look at', 'no_write_permission', '/Read only/new.txt'),
    row('a file in the way', 'conflict/file', '/b.txt'),
    row('a folder in the way', 'conflict/folder', '/folder'),
    row('a file where a folder should be', 'conflict/file_ancestor', '/a.txt/new.txt'),
    row('another write in the namespace', 'too_many_write_operations', '/new.txt', occupyNamespace),
  ]
}

/** Refusals of a path to read, under a member of a route's error union. */
export function lookupRefusals(
  route: string,
  member: string,
  argOf: (path: string) => unknown,
  kinds: readonly ('not_file' | 'not_folder' | 'restricted_content')[] = [],
): readonly Refusal[] {
  const paths = { not_file: '/folder', not_folder: '/a.txt', restricted_content: '/taken down.txt' }
  return refusals(route, 409, [
    ['a path with an empty name', `${member}/malformed_path`, argOf('/folder//c.txt')],
    ['a path that leads nowhere', `${member}/not_found`, argOf('/nowhere.txt')],
    ...kinds.map((kind) => [`what is ${kind}`, `${member}/${kind}`, argOf(paths[kind])] as const),
  ])
}

export function fill({ owner }: WireWorld): void {
  owner.setQuota(owner.usedBytes)
}
