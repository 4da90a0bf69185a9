import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from '../state/account-state.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { isInside, pathOf } from '../state/entry.ts'
import type { Entry } from '../state/entry.ts'
import type { WebLink } from '../state/web-links.ts'
import { EndpointError, tagged } from '../wire/api-error.ts'
import type { Tagged } from '../wire/api-error.ts'
import { wireTime } from '../wire/metadata.ts'
import type { Call } from '../wire/route.ts'

export type SharedLink = Extract<WebLink, { type: 'shared' }>

/** The link at an address. @throws EndpointError */
export function sharedLink(state: EmulatorState, url: string): { readonly link: SharedLink; readonly secret: string } {
  const secret = secretOf(url)
  const link = state.webLinks.get(secret)
  if (link?.type !== 'shared') throw new EndpointError(tagged('shared_link_not_found'))
  return { link, secret }
}

/** The secret in `https://www.dropbox.com/scl/fi/…/name`. */
export function secretOf(url: string): string {
  return /^https:\/\/(?:www\.)?dropbox\.com\/scl\/f[io]\/([\w-]+)\//.exec(url)?.[1] ?? ''
}

/** What a link leads to, for whoever may follow it. @throws EndpointError */
export function requireOpen(
  { account, state }: { readonly account: AccountState | null; readonly state: EmulatorState },
  link: SharedLink,
  password: string | null,
): { readonly owner: AccountState; readonly entry: Entry } {
  const owner = state.accounts.get(link.accountId)
  const entry = owner?.entriesById.get(link.entryId)
  if (!owner || !entry) throw new EndpointError(tagged('shared_link_not_found'))
  const isExpired = link.expiresAt !== null && link.expiresAt <= state.clock.now()
  const isForOthers = owner === account || link.audience === 'public'
  if (isExpired || !isForOthers || (link.password !== null && link.password !== password && owner !== account)) {
    throw new EndpointError(tagged('shared_link_access_denied'))
  }
  return { owner, entry }
}

/** A link as `sharing/…` shows it. The path is told to its owner only. */
export function linkMetadata({ account, state, view }: Call, link: SharedLink): Tagged {
  const entry = state.accounts.get(link.accountId)?.entriesById.get(link.entryId)
  if (!entry) throw new EndpointError(tagged('shared_link_not_found'))
  const isSeen = link.accountId === account.profile.accountId && isInside(entry, view.root)
  return {
    '.tag': entry.kind,
    url: link.url,
    id: entry.id,
    name: entry.name,
    ...(link.expiresAt === null ? {} : { expires: wireTime(link.expiresAt) }),
    ...(isSeen ? { path_lower: dropboxLowercase(pathOf(entry, view.root)) } : {}),
    link_permissions: permissions(account, link),
    ...(entry.kind === 'file'
      ? {
          client_modified: wireTime(entry.revision.clientModified),
          server_modified: wireTime(entry.revision.serverModified),
          rev: entry.revision.rev,
          size: entry.revision.sizeBytes,
        }
      : {}),
  }
}

function permissions(account: AccountState, link: SharedLink): object {
  const isOwn = link.accountId === account.profile.accountId
  const isPaid = account.plan !== 'basic'
  const visibility = tagged(link.password === null ? 'public' : 'password')
  return {
    ...(link.audience === 'public' ? { resolved_visibility: visibility, requested_visibility: visibility } : {}),
    can_revoke: isOwn,
    visibility_policies: ['public', 'password'].map((policy) => ({
      policy: tagged(policy),
      resolved_policy: tagged(policy),
      allowed: isOwn && (policy === 'public' || isPaid),
    })),
    can_set_expiry: isOwn && isPaid,
    can_remove_expiry: isOwn && isPaid,
    allow_download: link.allowsDownload,
    can_allow_download: isOwn,
    can_disallow_download: isOwn && isPaid,
    allow_comments: true,
    team_restricts_comments: false,
    effective_audience: tagged(link.audience),
    link_access_level: tagged('viewer'),
    can_set_password: isOwn && isPaid,
    can_remove_password: isOwn && isPaid,
    require_password: link.password !== null,
  }
}
