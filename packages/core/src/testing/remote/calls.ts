import { describe, expect, test } from 'vitest'

import { revision } from '../../domain/remote-path.ts'
import type { CallOptions, Remote } from '../../ports/remote.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteAbilities, RemoteContractSetup } from './remote-contract.ts'
import { faultOf, fileAt, freshFolder, upload } from './steps.ts'

/** What holds for every call. */
export function remoteCallTests(given: () => RemoteContractSetup, has: RemoteAbilities): void {
  describe('calls', () => {
    test('the account has an id, an email, names and the room it uses', async () => {
      const account = await given().remote.account()
      expect(account.accountId).not.toBe('')
      expect(account.email).toContain('@')
      expect(account.displayName).not.toBe('')
      expect(account.firstName).not.toBe('')
      expect(account.quota.usedBytes).toBeGreaterThanOrEqual(0)
    })

    if (has.revokedRemote)
      test('[C84] every call to a revoked account fails with link_revoked', async () => {
        const remote = await faultOf(given(), 'revokedRemote')()
        for (const [method, call] of everyCall(remote)) {
          expect(await failureOf(call()), method).toBe('link_revoked')
        }
      })

    test('a call that nobody waits for any more fails with cancelled', async () => {
      const signal = AbortSignal.abort(new Error('the user left'))
      for (const [method, call] of everyCall(given().remote, { signal })) {
        expect(await failureOf(call()), method).toBe('cancelled')
      }
    })

    test('a cancelled upload writes nothing', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      await failureOf(upload(remote, path, 'a', undefined, { signal: AbortSignal.abort() }))
      expect(await remote.get(path)).toBeNull()
    })

    if (has.readOnlyRemote)
      test('[C111] a remote that may only be read refuses writes with no_write_permission', async () => {
        const remote = await faultOf(given(), 'readOnlyRemote')()
        const path = freshFolder()('a.txt')
        expect(await failureOf(upload(remote, path, 'a'))).toBe('no_write_permission')
        expect(await failureOf(remote.createFolder(path))).toBe('no_write_permission')
      })

    test('the used room grows with an upload', async () => {
      const { remote } = given()
      const before = (await remote.account()).quota.usedBytes
      const path = freshFolder()('a.txt')
      await upload(remote, path, 'four')
      expect((await remote.account()).quota.usedBytes - before).toBe((await fileAt(remote, path)).sizeBytes)
    })
  })
}

/** One call of each method, none made yet. */
function everyCall(remote: Remote, options?: CallOptions): readonly [string, () => Promise<unknown>][] {
  const path = freshFolder()
  const unknown = revision('015f9a0000000000000000000a1b2')
  return [
    ['account', () => remote.account(options)],
    ['changes', () => remote.changes(null, options)],
    ['get', () => remote.get(path('a.txt'), options)],
    ['download', () => remote.download({ revision: unknown, contentHash: null }, options)],
    ['upload', () => upload(remote, path('a.txt'), 'a', undefined, options)],
    ['deleteFile', () => remote.deleteFile({ path: path('a.txt'), revision: unknown }, options)],
    ['move', () => remote.move(path('a.txt'), path('b.txt'), options)],
    ['createFolder', () => remote.createFolder(path('folder'), options)],
  ]
}
