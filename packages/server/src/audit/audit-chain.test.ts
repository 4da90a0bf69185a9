import { instant } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { chained, emptyChain, followChain } from './audit-chain.ts'
import type { AuditEntry, AuditRow } from './audit-entry.ts'

const entry = (userId: string): AuditEntry => ({
  at: instant('2026-11-22T12:00:00.000Z'),
  tenantId: 'tenant-1',
  userId,
  action: 'link.unlinked',
  outcome: 'done',
  requestId: 'request',
  details: { linkId: 'link' },
})
const rows = await chained(emptyChain, ['sofie', 'jonas', 'maja', 'lukas'].map(entry))
const head = { position: 4, hash: rows[3]?.hash ?? '' }

test('[X56] a whole chain has no fault, and so has what follows an archive', async () => {
  expect(await followChain(rows, { head })).toEqual({ fault: null, end: head })
  expect(await followChain([], { head: emptyChain })).toEqual({ fault: null, end: emptyChain })
  const from = { position: 2, hash: rows[1]?.hash ?? '' }
  expect(await followChain(rows.slice(2), { from, head })).toEqual({ fault: null, end: head })
})

test.each<[string, (all: readonly AuditRow[]) => readonly AuditRow[], string]>([
  ['a row was removed', (all) => all.filter(({ position }) => position !== 2), '2 missing'],
  ['the first rows were removed', (all) => all.slice(2), '1 missing'],
  ['the last row was removed', (all) => all.slice(0, 3), '4 end missing'],
  ['all rows were removed', () => [], '1 end missing'],
  ['a name was changed', (all) => all.with(1, { ...all[1], userId: 'sofie' } as AuditRow), '2 changed'],
  ['a detail was changed', (all) => all.with(2, { ...all[2], details: {} } as AuditRow), '3 changed'],
  ['a time was changed', (all) => all.with(0, { ...all[0], at: '2026-11-22T12:00:00.001Z' } as AuditRow), '1 changed'],
])('[X56] it shows that %s', async (_, tamper, told) => {
  const { fault } = await followChain(tamper(rows), { head })
  expect(`${fault?.position} ${fault?.fault}`).toBe(told)
})

test('[X56] a chain that was written anew from a row on does not fit the end that somebody noted', async () => {
  const anew = await chained(rows[0] ?? emptyChain, ['jonas', 'maja', 'eve'].map(entry))
  const forged = [...rows.slice(0, 1), ...anew]
  expect((await followChain(forged, { head })).fault).toEqual({ position: 4, fault: 'changed' })
})
