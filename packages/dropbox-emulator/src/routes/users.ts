import type { AccountState } from '../state/account-state.ts'
import { accountTypeOf } from '../state/plan.ts'
import { nothing, optional, string, struct } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'

const getCurrentAccount = userRoute(
  { name: 'users/get_current_account', scope: 'account_info.read' },
  nothing,
  ({ account }) => fullAccount(account),
)

const getSpaceUsage = userRoute(
  { name: 'users/get_space_usage', scope: 'account_info.read' },
  nothing,
  ({ account }) => {
    const { usedBytes: used, quotaBytes: allocated } = account
    if (account.plan !== 'business') return { used, allocation: { '.tag': 'individual', allocated } }
    return {
      used,
      allocation: {
        '.tag': 'team',
        used,
        allocated,
        user_within_team_space_allocated: 0,
        user_within_team_space_limit_type: { '.tag': 'off' },
        user_within_team_space_used_cached: used,
      },
    }
  },
)

const checkUser = userRoute(
  { name: 'check/user', scope: 'account_info.read' },
  struct({ query: optional(string(String.raw`[\s\S]{0,500}`), '') }),
  (_call, { query }) => ({ result: query }),
)

export const userRoutes = [getCurrentAccount, getSpaceUsage, checkUser]

function fullAccount(account: AccountState): object {
  const { profile } = account
  const [givenName = profile.displayName, ...others] = profile.displayName.split(' ')
  const surname = others.join(' ')
  return {
    account_id: profile.accountId,
    name: {
      given_name: givenName,
      surname,
      familiar_name: givenName,
      display_name: profile.displayName,
      abbreviated_name: `${givenName.charAt(0)}${surname.charAt(0)}`.toUpperCase(),
    },
    email: profile.email,
    email_verified: true,
    disabled: false,
    country: profile.country,
    locale: profile.locale,
    referral_link: `https://www.dropbox.com/referrals/${profile.uid}`,
    is_paired: false,
    account_type: { '.tag': accountTypeOf(account.plan, account.switches) },
    root_info: {
      '.tag': 'user',
      root_namespace_id: account.rootNamespaceId,
      home_namespace_id: account.rootNamespaceId,
    },
    ...(account.plan === 'business' ? team(account) : {}),
  }
}

function team({ profile }: AccountState): object {
  const domain = profile.email.split('@')[1] ?? profile.email
  return {
    team: {
      id: `dbtid:AA${profile.uid}`,
      name: domain,
      sharing_policies: {
        shared_folder_member_policy: { '.tag': 'anyone' },
        shared_folder_join_policy: { '.tag': 'from_anyone' },
        shared_link_create_policy: { '.tag': 'default_public' },
        group_creation_policy: { '.tag': 'admins_only' },
        shared_folder_link_restriction_policy: { '.tag': 'anyone' },
        enforce_link_password_policy: { '.tag': 'optional' },
        default_link_expiration_days_policy: { '.tag': 'none' },
        shared_link_default_permissions_policy: { '.tag': 'default' },
      },
      office_addin_policy: { '.tag': 'disabled' },
      top_level_content_policy: { '.tag': 'everyone' },
    },
    team_member_id: `dbmid:AA${profile.uid}`,
  }
}
