import type { AccountState } from '../state/account-state.ts'
import { accountTypeOf } from '../state/plan.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import { list, nothing, string, struct, union } from '../wire/decode.ts'
import { userRoute } from '../wire/route.ts'
import type { Call } from '../wire/route.ts'

const accountId = string(String.raw`[\s\S]{40}`)

const getCurrentAccount = userRoute(
  {
    name: 'users/get_current_account',
    scope: 'account_info.read',
    about: 'Whose account the token is for',
    rules: ['Never names the plan, only `basic`, `pro` or `business`'],
  },
  nothing,
  ({ account }) => fullAccount(account),
)

const getAccount = userRoute(
  { name: 'users/get_account', scope: 'sharing.read', about: 'Name and email of an account', errors: ['no_account'] },
  struct({ account_id: accountId }),
  (call, arg) => basicAccount(call, arg.account_id),
)

const getAccountBatch = userRoute(
  {
    name: 'users/get_account_batch',
    scope: 'sharing.read',
    about: 'Names and emails of up to 300 accounts',
    errors: ['no_account'],
    rules: ['One unknown account refuses all'],
  },
  struct({ account_ids: list(accountId, 300) }),
  (call, arg) => arg.account_ids.map((id) => basicAccount(call, id, { '.tag': 'no_account', no_account: id })),
)

const getSpaceUsage = userRoute(
  {
    name: 'users/get_space_usage',
    scope: 'account_info.read',
    about: 'How much of the quota is used',
    rules: ['`individual` or, for the plan business, `team`'],
  },
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

const features = ['paper_as_files', 'file_locking', 'team_shared_dropbox', 'distinct_member_home'] as const
type Feature = (typeof features)[number]

const getFeatures = userRoute(
  {
    name: 'users/features/get_values',
    scope: 'account_info.read',
    about: 'What the account can do',
    errors: ['empty_features_list'],
  },
  struct({
    features: list(
      union<Feature>({
        paper_as_files: 'paper_as_files',
        file_locking: 'file_locking',
        team_shared_dropbox: 'team_shared_dropbox',
        distinct_member_home: 'distinct_member_home',
      }),
      features.length,
    ),
  }),
  ({ account }, arg) => {
    if (arg.features.length === 0) throw new EndpointError(tagged('empty_features_list'))
    return { values: arg.features.map((feature) => featureValue(account, feature)) }
  },
)

export const userRoutes = [getCurrentAccount, getAccount, getAccountBatch, getSpaceUsage, getFeatures]

/** Every account has Paper as files; locking is for teams; nobody here has a team space. */
function featureValue(account: AccountState, feature: Feature): object {
  const isEnabled = feature === 'paper_as_files' || (feature === 'file_locking' && account.plan === 'business')
  return { '.tag': feature, [feature]: { '.tag': 'enabled', enabled: isEnabled } }
}

/** An account as others see it. @throws EndpointError */
function basicAccount({ state, account: own }: Call, id: string, unknown = tagged('no_account')): object {
  const account = state.accounts.get(id)
  if (!account) throw new EndpointError(unknown)
  const { account_id, name, email, email_verified, disabled } = fullAccount(account)
  return { account_id, name, email, email_verified, disabled, is_teammate: account === own }
}

function fullAccount(account: AccountState) {
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
    email_verified: account.isEmailVerified,
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
