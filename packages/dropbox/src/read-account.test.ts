import { expect, test } from 'vitest'

import { json, scriptedDropbox } from './testing/scripted-dropbox.ts'

const account = {
  account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
  name: { given_name: 'Ada', surname: 'Love', familiar_name: 'Ada', display_name: 'Ada Love', abbreviated_name: 'AL' },
  email: 'ada@example.com',
  locale: 'nl',
  account_type: { '.tag': 'pro' },
}

async function quotaOf(allocation: unknown): Promise<unknown> {
  const { remote } = scriptedDropbox({
    'users/get_current_account': [json(account)],
    'users/get_space_usage': [json({ used: 100, allocation })],
  })
  return (await remote.account()).quota
}

test('an account has an identity, a name to greet and a kind, never a plan', async () => {
  const { remote, requests } = scriptedDropbox({
    'users/get_current_account': [json(account)],
    'users/get_space_usage': [json({ used: 100, allocation: { '.tag': 'individual', allocated: 2000 } })],
  })
  expect(await remote.account()).toEqual({
    accountId: account.account_id,
    email: 'ada@example.com',
    displayName: 'Ada Love',
    firstName: 'Ada',
    locale: 'nl',
    accountType: 'pro',
    quota: { usedBytes: 100, allocatedBytes: 2000, isTeam: false },
  })
  // Calls without an argument send no body: `{}` would be refused.
  for (const { bytes } of requests.slice(1)) expect(bytes).toHaveLength(0)
})

test('the quota of a team member is the team’s, unless he has a limit of his own', async () => {
  const team = { '.tag': 'team', used: 900, allocated: 5000, user_within_team_space_allocated: 0 }
  expect(await quotaOf(team)).toEqual({ usedBytes: 900, allocatedBytes: 5000, isTeam: true })
  expect(await quotaOf({ ...team, user_within_team_space_allocated: 300 })).toEqual({
    usedBytes: 100,
    allocatedBytes: 300,
    isTeam: true,
  })
})

test('a kind of quota that Dropbox may add says only what is used', async () => {
  expect(await quotaOf({ '.tag': 'other' })).toEqual({ usedBytes: 100, allocatedBytes: null, isTeam: false })
})
