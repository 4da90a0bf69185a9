import type { RemoteAccount } from '@twinfolder/core'

import type { AccountPolicy } from '../options.ts'

const TB = 1000 ** 4

/**
 * Refuses Dropbox Professional accounts (P4). A heuristic: Dropbox calls Plus, Family and Professional all `pro` and
 * names no plan, so an individual `pro` account with 2.5 TB or more is taken for Professional.
 */
export const refuseProfessional: AccountPolicy = {
  name: 'refuseProfessional',
  allows: ({ accountType, quota }) =>
    accountType !== 'pro' || quota.isTeam || quota.allocatedBytes === null || quota.allocatedBytes < 2.5 * TB,
}

/** Refuses every individual account that is paid for: Plus, Family and Professional. */
export const refuseAllIndividualPaid: AccountPolicy = {
  name: 'refuseAllIndividualPaid',
  allows: ({ accountType }) => accountType !== 'pro',
}

/** Links any account. */
export const acceptEveryAccount: AccountPolicy = { name: 'acceptEveryAccount', allows: () => true }

/** What the remote said about an account, for the sentence of a refusal, e.g. `pro, 3 TB`. */
export function reportedAccount({ accountType, quota }: RemoteAccount): string {
  if (quota.allocatedBytes === null) return accountType
  const [unit, name] = quota.allocatedBytes >= 1024 ** 4 ? [1024 ** 4, 'TB'] : [1024 ** 3, 'GB']
  return `${accountType}, ${Math.round((quota.allocatedBytes / unit) * 10) / 10} ${name}`
}
