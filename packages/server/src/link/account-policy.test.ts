import type { RemoteAccount } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { acceptEveryAccount, refuseAllIndividualPaid, refuseProfessional, reportedAccount } from './account-policy.ts'

const TIB = 1024 ** 4
const account = (accountType: string, allocatedBytes: number | null, isTeam = false): RemoteAccount => ({
  accountId: 'dbid:1',
  email: 'sofie@dropbox.example',
  displayName: 'Sofie',
  firstName: 'Sofie',
  locale: 'en',
  accountType,
  quota: { usedBytes: 0, allocatedBytes, isTeam },
})
const basic = account('basic', 2 * 1024 ** 3)
const plus = account('pro', 2 * TIB)
const professional = account('pro', 3 * TIB)
const inTeam = account('pro', 9 * TIB, true)
const business = account('business', 15 * TIB, true)

test('[P4] [A6] by default individual accounts of 2.5 TB and more are taken for Professional', () => {
  const allowed = [basic, plus, inTeam, business, account('pro', null)].map((one) => refuseProfessional.allows(one))
  expect(allowed).toEqual([true, true, true, true, true])
  expect(refuseProfessional.allows(professional)).toBe(false)
  expect(refuseProfessional.allows(account('pro', 2.5e12))).toBe(false)
  expect(refuseProfessional.allows(account('pro', 2.5e12 - 1))).toBe(true)
})

test('[P4] a host may refuse all individual paid accounts, or none', () => {
  expect([basic, plus, professional, business].map((one) => refuseAllIndividualPaid.allows(one))).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect([basic, plus, professional, business].every((one) => acceptEveryAccount.allows(one))).toBe(true)
})

test('[A6] a refusal names what the remote reported', () => {
  expect(reportedAccount(professional)).toBe('pro, 3 TB')
  expect(reportedAccount(basic)).toBe('basic, 2 GB')
  expect(reportedAccount(account('pro', null))).toBe('pro')
})
