import { describe, expect, test } from 'vitest'

import type { RecordKey, RecordRef, UserKey } from '../domain/record-ref.ts'
import type { HostRecords } from '../ports/host-records.ts'
import { failureOf } from './failure-of.ts'
import { type Closeable, fresh, sharedSetup } from './shared-setup.ts'

/** What a host's records can have, beside what all have. */
export interface HostRecordsAbilities {
  /** Whether a user may be allowed to read a record and not to write it. */
  readonly readOnly: boolean
  /** Whether a record may be hidden from a user. */
  readonly hidden: boolean
  readonly segment: boolean
}

const everything: HostRecordsAbilities = { readOnly: true, hidden: true, segment: true }

/** A host's records to test, with one record for each right. All are of the user's tenant. */
export interface HostRecordsContractSetup extends Closeable {
  readonly records: HostRecords
  readonly user: UserKey
  /** May be read and written. */
  readonly writable: RecordKey
  /** May be read only; `null` where the host has no such right. */
  readonly readOnly: RecordKey | null
  /** May not be seen; `null` where everybody sees everything. */
  readonly hidden: RecordKey | null
  /** Is not there any more. */
  readonly gone: RecordKey
  /** A saved segment with `writable` and, where there is one, `hidden`; `null` where the host has no segments. */
  readonly segment: { readonly module: RecordRef['module']; readonly id: string } | null
}

/**
 * Registers the tests that every {@link HostRecords} passes. `setup` is called once.
 *
 * @param has what the host has; tests of anything else are not registered. A test compares it with what the setup
 *   gives. @default everything
 */
export function hostRecordsContract(
  name: string,
  setup: () => HostRecordsContractSetup | Promise<HostRecordsContractSetup>,
  has: Partial<HostRecordsAbilities> = {},
): void {
  const abilities = { ...everything, ...has }

  describe(`HostRecords: ${name}`, () => {
    const given = sharedSetup(setup)

    test('the host has what is declared, no more and no less', () => {
      const { readOnly, hidden, segment } = given()
      const present = { readOnly: readOnly !== null, hidden: hidden !== null, segment: segment !== null }
      expect(present).toEqual(abilities)
    })

    test('describes records in the order asked, and those that are gone as null', async () => {
      const { records, writable, gone } = given()
      const [first, missing, second] = await records.describe([writable, gone, writable], 'en')
      expect(first).toMatchObject({ singular: expect.stringMatching(/./) })
      expect(missing).toBeNull()
      expect(second).toEqual(first)
      expect(await records.describe([], 'en')).toEqual([])
    })

    test('[S16] tells what a user may do, in the order asked', async () => {
      const { records, user, writable, gone } = given()
      const [first, missing, second] = await records.access(user, [writable, gone, writable], 'en')
      expect(first).toEqual({ read: true, write: true, missing: [] })
      expect(missing).toMatchObject({ read: false, write: false })
      expect(second).toEqual(first)
      expect(await records.access(user, [], 'en')).toEqual([])
    })

    if (abilities.readOnly)
      test('[C107] names the rights that are missing to write', async () => {
        const { records, user, readOnly } = given()
        const record = readOnly ?? expect.fail('the setup gives none')
        const [access] = await records.access(user, [record], 'en')
        expect(access).toMatchObject({ read: true, write: false })
        expect(access?.missing[0]).toMatchObject({
          code: expect.stringMatching(/./),
          label: expect.stringMatching(/./),
        })
      })

    if (abilities.hidden)
      test('[C108] a record that the user may not see can neither be read nor written', async () => {
        const { records, user, hidden } = given()
        const record = hidden ?? expect.fail('the setup gives none')
        expect(await records.access(user, [record], 'en')).toMatchObject([{ read: false, write: false }])
      })

    test('a user of another tenant may do nothing', async () => {
      const { records, user, writable } = given()
      const stranger = { ...user, tenantId: fresh('tenant') }
      expect(await records.access(stranger, [writable], 'en')).toMatchObject([{ read: false, write: false }])
    })

    if (abilities.segment)
      test('a segment expands to those of its records that the user may see', async () => {
        const { records, user, writable, hidden } = given()
        const segment = given().segment ?? expect.fail('the setup gives none')
        const ids = (await records.expandSegment(user, segment)).map((record) => record.id)
        expect(ids).toContain(writable.id)
        if (hidden !== null) expect(ids).not.toContain(hidden.id)
      })

    if (abilities.segment)
      test('an unknown segment, or one of another tenant, fails with not_found', async () => {
        const { records, user } = given()
        const segment = given().segment ?? expect.fail('the setup gives none')
        expect(await failureOf(records.expandSegment(user, { ...segment, id: fresh('segment') }))).toBe('not_found')
        const stranger = { ...user, tenantId: fresh('tenant') }
        expect(await failureOf(records.expandSegment(stranger, segment))).toBe('not_found')
      })
  })
}
