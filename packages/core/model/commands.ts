import * as fc from 'fast-check'

/** What a person does with files. `record` counts modulo the records, `user` modulo the users. */
export type Edit =
  | { readonly type: 'crmPut'; readonly record: number; readonly name: string; readonly text: string }
  | { readonly type: 'crmAdd'; readonly record: number; readonly name: string; readonly text: string }
  | { readonly type: 'crmRemove'; readonly record: number; readonly name: string }
  | { readonly type: 'crmRename'; readonly record: number; readonly name: string; readonly to: string }
  | { readonly type: 'crmRestore' }
  | { readonly type: 'crmToRecord'; readonly record: number; readonly name: string; readonly to: number }
  /** So many files that the guard asks about a bulk removal of them (S15). */
  | { readonly type: 'crmFill'; readonly record: number }
  | { readonly type: 'crmBulkRemove'; readonly record: number }
  | {
      readonly type: 'put'
      readonly user: number
      readonly record: number
      readonly name: string
      readonly text: string
    }
  | { readonly type: 'remove'; readonly user: number; readonly record: number; readonly name: string }
  | {
      readonly type: 'move'
      readonly user: number
      readonly record: number
      readonly name: string
      readonly to: string
      readonly toRecord: number
    }
  | {
      readonly type: 'safeSave'
      readonly user: number
      readonly record: number
      readonly name: string
      readonly text: string
    }
  | { readonly type: 'removeFolder'; readonly user: number; readonly record: number }
  | { readonly type: 'moveFolder'; readonly user: number; readonly record: number; readonly to: string }

/** A fault at the so-many-th call of a pass. */
export interface FaultSpec {
  readonly at: number
  readonly when: 'before' | 'after'
  readonly kind: 'crash' | 'lost' | 'busy'
}

/** One step of a sequence. */
export type Command =
  | Edit
  | {
      readonly type: 'pass'
      readonly user: number
      /** The record's button or the segment's action before it. */
      readonly press: number | null
      readonly fault: FaultSpec | null
      readonly meanwhile: { readonly at: number; readonly edit: Edit } | null
    }
  /** Passes of two links at once; their calls mix. */
  | { readonly type: 'passes'; readonly fault: FaultSpec | null }
  | { readonly type: 'loseCursor'; readonly user: number }
  | { readonly type: 'wait'; readonly hours: number }
  | { readonly type: 'renameRecord'; readonly record: number; readonly name: string }
  | {
      readonly type: 'rights'
      readonly user: number
      readonly record: number
      readonly rights: 'all' | 'read' | 'none'
    }
  | { readonly type: 'authorize'; readonly user: number; readonly isGranted: boolean }
  | { readonly type: 'quota'; readonly user: number; readonly isFull: boolean }
  | { readonly type: 'stop'; readonly user: number; readonly record: number }
  | { readonly type: 'pause'; readonly user: number; readonly record: number | null; readonly isPaused: boolean }
  | { readonly type: 'unlink'; readonly user: number; readonly account: 'same' | 'other' | null }
  | { readonly type: 'putBack'; readonly user: number; readonly record: number }
  | {
      readonly type: 'answerHeld'
      readonly user: number
      readonly record: number
      readonly answer: 'delete' | 'takeBack'
    }
  | { readonly type: 'resolve'; readonly record: number; readonly keep: 'host' | 'remote' | 'both' }
  | { readonly type: 'undo'; readonly nth: number }
  | { readonly type: 'preview'; readonly user: number }
  /** The database is saved; or the saved one takes its place, and nobody trusts it (C91). */
  | { readonly type: 'backUp' }
  | { readonly type: 'restore' }

type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

const of = <Type extends string>(type: Type): fc.Arbitrary<Type> => fc.constant(type)
const weighted = <One>(weight: number, arbitrary: fc.Arbitrary<One>) => ({ weight, arbitrary })
const rare = <One>(arbitrary: fc.Arbitrary<One>, freq: number) => fc.option(arbitrary, { freq })

/** What differs between the sizes: which names meet, how many users and records there are. */
export interface Alphabet {
  readonly users: number
  readonly records: number
  readonly names: readonly string[]
  readonly places: readonly string[]
  /** How far into a pass a fault can be. */
  readonly calls: number
}

// Few names, so that they meet; new contents beside repeated ones, as equal contents hide losses.
const text = fc.constantFrom('x', 'y', 'new', 'new', 'new', 'new')

/** What people do. */
export function editArbitrary({ users, records, names, places }: Alphabet): fc.Arbitrary<Edit> {
  const user = fc.nat(users - 1)
  const record = records === 1 ? fc.constant(0) : fc.nat(records - 1)
  const name = fc.constantFrom(...names)
  const place = fc.constantFrom(...places)
  const isNested = records > 1
  return fc.oneof(
    weighted(4, fc.record({ type: of('crmPut'), record, name, text })),
    weighted(1, fc.record({ type: of('crmAdd'), record, name, text })),
    weighted(3, fc.record({ type: of('crmRemove'), record, name })),
    weighted(2, fc.record({ type: of('crmRename'), record, name, to: name })),
    weighted(1, fc.record({ type: of('crmRestore') })),
    weighted(4, fc.record({ type: of('put'), user, record, name, text })),
    weighted(3, fc.record({ type: of('remove'), user, record, name: place })),
    weighted(3, fc.record({ type: of('move'), user, record, name: place, to: place, toRecord: record })),
    weighted(1, fc.record({ type: of('safeSave'), user, record, name, text })),
    ...(isNested
      ? [
          weighted(1, fc.record({ type: of('crmToRecord'), record, name, to: record })),
          weighted(1, fc.record({ type: of('crmFill'), record })),
          weighted(1, fc.record({ type: of('crmBulkRemove'), record })),
          weighted(1, fc.record({ type: of('removeFolder'), user, record })),
          weighted(
            1,
            fc.record({ type: of('moveFolder'), user, record, to: fc.constantFrom('/Old', '/Companies/Mine', '') }),
          ),
        ]
      : []),
  )
}

/** The steps of a sequence. */
export function commandArbitrary(alphabet: Alphabet): fc.Arbitrary<Command> {
  const { users, records } = alphabet
  const user = fc.nat(users - 1)
  const record = records === 1 ? fc.constant(0) : fc.nat(records - 1)
  const edit = editArbitrary(alphabet)
  const at = fc.nat(alphabet.calls)
  const fault: fc.Arbitrary<FaultSpec> = fc.record({
    at,
    when: fc.constantFrom('before', 'after'),
    kind: fc.constantFrom('crash', 'crash', 'lost', 'lost', 'busy'),
  })
  const pass: fc.Arbitrary<Of<'pass'>> = fc.record({
    type: of('pass'),
    user,
    press: rare(record, 6),
    fault: rare(fault, 1),
    meanwhile: rare(fc.record({ at, edit }), 2),
  })
  const common = [
    weighted(18, edit),
    weighted(11, pass),
    weighted(1, fc.record({ type: of('loseCursor'), user })),
    weighted(1, fc.record({ type: of('passes'), fault: rare(fault, 2) })),
  ]
  if (records === 1) return fc.oneof(...common)
  return fc.oneof(
    ...common,
    weighted(1, fc.record({ type: of('wait'), hours: fc.constantFrom(1, 7) })),
    weighted(1, fc.record({ type: of('renameRecord'), record, name: fc.constantFrom('Record 1', 'Acme', 'A/B.') })),
    weighted(1, fc.record({ type: of('rights'), user, record, rights: fc.constantFrom('all', 'read', 'none') })),
    weighted(1, fc.record({ type: of('authorize'), user, isGranted: fc.boolean() })),
    weighted(1, fc.record({ type: of('quota'), user, isFull: fc.boolean() })),
    weighted(1, fc.record({ type: of('stop'), user, record })),
    weighted(1, fc.record({ type: of('pause'), user, record: fc.option(record), isPaused: fc.boolean() })),
    weighted(1, fc.record({ type: of('unlink'), user, account: fc.constantFrom('same', 'other', null) })),
    weighted(1, fc.record({ type: of('putBack'), user, record })),
    weighted(1, fc.record({ type: of('answerHeld'), user, record, answer: fc.constantFrom('delete', 'takeBack') })),
    weighted(1, fc.record({ type: of('resolve'), record, keep: fc.constantFrom('host', 'remote', 'both') })),
    weighted(1, fc.record({ type: of('undo'), nth: fc.nat(5) })),
    weighted(1, fc.record({ type: of('preview'), user })),
    weighted(1, fc.record({ type: of('backUp') })),
    weighted(1, fc.record({ type: of('restore') })),
  )
}
