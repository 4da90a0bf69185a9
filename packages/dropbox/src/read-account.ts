import type { CallOptions, RemoteAccount } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { type Fields, fieldsOf, numberOf, tagOf, textOf, textOrNull } from './reply-fields.ts'

/** Who the linked account is and how full it is. */
export async function readAccount(calls: Calls, turn: CallOptions): Promise<RemoteAccount> {
  const [account, quota] = await Promise.all([
    calls.sdk(
      'users/get_current_account',
      async (dropbox, options) => accountFrom((await dropbox.usersGetCurrentAccount(options)).result),
      turn,
    ),
    calls.sdk(
      'users/get_space_usage',
      async (dropbox, options) => quotaFrom((await dropbox.usersGetSpaceUsage(options)).result),
      turn,
    ),
  ])
  return { ...account, quota }
}

function accountFrom(reply: unknown): Omit<RemoteAccount, 'quota'> {
  const account = fieldsOf(reply, 'account')
  const name = fieldsOf(account['name'], 'account.name')
  const displayName = textOf(name, 'display_name', 'account.name')
  return {
    accountId: textOf(account, 'account_id', 'account'),
    email: textOf(account, 'email', 'account'),
    displayName,
    firstName: textOrNull(name, 'given_name') || displayName,
    locale: textOrNull(account, 'locale'),
    accountType: tagOf(account['account_type']) ?? 'unknown',
  }
}

/** Chosen so that allocated less used is what the user may still store: in a team his own limit, else the team's space. */
function quotaFrom(reply: unknown): RemoteAccount['quota'] {
  const usage = fieldsOf(reply, 'usage')
  const usedBytes = numberOf(usage, 'used', 'usage')
  const allocation = fieldsOf(usage['allocation'], 'usage.allocation')
  switch (tagOf(allocation)) {
    case 'individual':
      return { usedBytes, allocatedBytes: numberOrNull(allocation, 'allocated'), isTeam: false }
    case 'team': {
      const own = numberOrNull(allocation, 'user_within_team_space_allocated') ?? 0 // 0: no limit of his own
      if (own > 0) return { usedBytes, allocatedBytes: own, isTeam: true }
      const teamUsed = numberOrNull(allocation, 'used') ?? usedBytes
      return { usedBytes: teamUsed, allocatedBytes: numberOrNull(allocation, 'allocated'), isTeam: true }
    }
    default:
      return { usedBytes, allocatedBytes: null, isTeam: false }
  }
}

function numberOrNull(fields: Fields, name: string): number | null {
  const value = fields[name]
  return typeof value === 'number' ? value : null
}
